/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.deepseekspring.tool;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Choice;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.ToolCall;
import io.github.deepseekspring.chat.ToolMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that tools run without the libraries that only add to them.
 */
class OptionalLibrariesTests {

	/**
	 * Spring Boot sets this for the whole JVM when an application wants virtual threads.
	 */
	private static final String VIRTUAL_THREADS = "reactor.schedulers.defaultBoundedElasticOnVirtualThreads";

	private final @Nullable String virtualThreads = System.clearProperty(VIRTUAL_THREADS);

	@AfterEach
	void restore() {
		if (this.virtualThreads != null) {
			System.setProperty(VIRTUAL_THREADS, this.virtualThreads);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "context-propagation", "spring-security", "context-propagation|spring-security" })
	void whenALibraryIsMissingThenToolsRun(String missing) throws Exception {
		ClassLoader own = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classes = without(missing)) {
			Thread.currentThread().setContextClassLoader(classes);
			Class<?> type = classes.loadClass(Loop.class.getName());
			assertThat(type).isNotEqualTo(Loop.class);
			Callable<?> loop = (Callable<?>) type.getDeclaredConstructor().newInstance();
			assertThat(loop.call()).isEqualTo("done");
		}
		finally {
			Thread.currentThread().setContextClassLoader(own);
		}
	}

	private static URLClassLoader without(String missing) throws IOException {
		String[] prefixes = missing.split("\\|");
		List<Path> entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.toList();
		List<Path> kept = entries.stream()
			.filter((entry) -> Stream.of(prefixes).noneMatch(entry.getFileName().toString()::startsWith))
			.toList();
		assertThat(kept).hasSizeLessThan(entries.size());
		return new URLClassLoader(kept.stream().map(OptionalLibrariesTests::url).toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader());
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * A call with a tool, made within a class loader of its own.
	 */
	public static final class Loop implements Callable<String> {

		@Override
		public String call() {
			ToolFunction<?> tool = ToolFunction.of("who", "Tells who runs it.",
					() -> "done by " + Thread.currentThread().getName().replaceAll("-.*", ""));
			ChatEvent asks = answer(FinishReason.TOOL_CALLS, List.of(ToolCall.function("id", "who", "{}")));
			ChatEvent ends = answer(FinishReason.STOP, List.of());
			ToolMessage result = new ToolLoop(List.of(tool), ToolSettings.defaults())
				.run(ChatCompletionRequest.builder().message(ChatMessage.user("Go.")).build(),
						(request) -> Flux.just((request.messages().size() > 1) ? ends : asks))
				.ofType(ChatEvent.ToolFinished.class)
				.blockFirst(Duration.ofSeconds(20))
				.result();
			return result.equals(ChatMessage.tool("id", "done by boundedElastic")) ? "done" : "something else";
		}

		private static ChatEvent answer(FinishReason reason, List<ToolCall> calls) {
			return new ChatEvent.Finished(new ChatCompletion("1", "chat.completion", 1L, "model", null,
					List.of(new Choice(0, new AssistantMessage("", null, calls, null, null), reason, null)), null));
		}

	}

}
