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

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Choice;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of tools that fail in odd ways, and of several that fail at once.
 */
@Timeout(60)
class ToolFailureTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
		.message(ChatMessage.user("Go."))
		.build();

	private static final int TOGETHER = 4;

	@AfterEach
	void resetHooks() {
		Hooks.resetOnErrorDropped();
	}

	@RepeatedTest(10)
	void whenTheHandlerFailsSeveralCallsAtOnceThenTheCallFailsWithOneOfThemAndNoneIsReportedElsewhere() {
		Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
		Hooks.onErrorDropped(dropped::add);
		CyclicBarrier together = new CyclicBarrier(TOGETHER);
		ToolSettings settings = ToolSettings.defaults().withOnFailure((call, failure) -> {
			together.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			throw (Exception) failure;
		});
		StepVerifier.create(run(settings, TOGETHER, () -> {
			throw new SecurityException("denied");
		}))
			.thenConsumeWhile(ChatEvent.ToolStarted.class::isInstance)
			.expectErrorSatisfies(
					(failure) -> assertThat(failure).isInstanceOf(SecurityException.class).hasMessage("denied"))
			.verify(PATIENCE);
		assertThat(dropped).isEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void whenAnErrorOfTheVirtualMachineComesWithTheResultThenTheCallGoesOn(Supplier<Object> tool) {
		assertThat(result(tool)).isEqualTo(DefaultToolFailureHandler.NEUTRAL_TEXT);
	}

	static Stream<Supplier<Object>> whenAnErrorOfTheVirtualMachineComesWithTheResultThenTheCallGoesOn() {
		Callable<Object> broken = () -> {
			throw new NoClassDefFoundError("missing");
		};
		return Stream.of(Broken::new, () -> Mono.just(new Broken()), () -> Flux.just(new Broken()),
				() -> Mono.fromCallable(broken), () -> Mono.error(new NoClassDefFoundError("missing")),
				() -> Flux.error(new NoClassDefFoundError("missing")));
	}

	@Test
	void whenAStageThatCannotBeCancelledHasItsResultThenNothingIsReportedAsDropped() {
		Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
		Hooks.onErrorDropped(dropped::add);
		StepVerifier.create(ToolResult.textOf(CompletableFuture.completedStage("done")))
			.expectNext("done")
			.expectComplete()
			.verify(PATIENCE);
		assertThat(dropped).isEmpty();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void whenTheFailureForTheModelSaysNothingThenTheModelIsToldThatTheToolFailed(@Nullable String message) {
		assertThat(result(() -> {
			throw new ToolException(message);
		})).isEqualTo(DefaultToolFailureHandler.NEUTRAL_TEXT);
	}

	private static String result(Supplier<Object> tool) {
		ChatEvent.ToolFinished finished = run(ToolSettings.defaults(), 1, tool).ofType(ChatEvent.ToolFinished.class)
			.blockLast(PATIENCE);
		assertThat(finished).isNotNull();
		assertThat(finished.failed()).isTrue();
		return finished.result().text();
	}

	private static Flux<ChatEvent> run(ToolSettings settings, int calls, Supplier<Object> tool) {
		ToolLoop loop = new ToolLoop(List.of(ToolFunction.of("broken", "Fails.", tool)), settings);
		return loop.run(REQUEST, (request) -> Flux.just((request.messages().size() == 1) ? calls(calls) : calls(0)));
	}

	private static ChatEvent calls(int count) {
		List<ToolCall> calls = IntStream.range(0, count)
			.mapToObj((i) -> ToolCall.function("id" + i, "broken", "{}"))
			.toList();
		return new ChatEvent.Finished(new ChatCompletion("1", "chat.completion", 1L, "model", null,
				List.of(new Choice(0, new AssistantMessage("", null, calls, null, null), FinishReason.STOP, null)),
				null));
	}

	public static final class Broken {

		public String getText() {
			throw new NoClassDefFoundError("missing");
		}

	}

}
