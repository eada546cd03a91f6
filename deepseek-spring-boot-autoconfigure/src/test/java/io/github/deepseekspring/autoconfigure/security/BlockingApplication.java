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

package io.github.deepseekspring.autoconfigure.security;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.deepseekspring.core.BlockingDeepSeekTemplate;
import io.github.deepseekspring.core.BlockingPromptSpec;
import io.github.deepseekspring.messages.MessageParam;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.tool.ToolFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.task.DelegatingSecurityContextAsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * A secured servlet application whose controllers wait for DeepSeek in all the ways there
 * are.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@Import({ BlockingApplication.WaitingController.class, BlockingApplication.Later.class,
		BlockingApplication.Threads.class })
class BlockingApplication {

	@Bean
	InMemoryUserDetailsManager users() {
		return new InMemoryUserDetailsManager(user("alice"), user("bob"));
	}

	@Bean
	PasswordEncoder passwordEncoder() {
		return new PlainPasswordEncoder();
	}

	@Bean(defaultCandidate = false)
	DelegatingSecurityContextAsyncTaskExecutor securedExecutor(AsyncTaskExecutor applicationTaskExecutor) {
		return new DelegatingSecurityContextAsyncTaskExecutor(applicationTaskExecutor);
	}

	private static UserDetails user(String name) {
		return User.withUsername(name).password("pw").roles("USER").build();
	}

	@RestController
	static class WaitingController {

		private final BlockingDeepSeekTemplate deepSeek;

		private final AsyncTaskExecutor securedExecutor;

		private final Later later;

		private final Threads threads;

		WaitingController(BlockingDeepSeekTemplate deepSeek,
				@Qualifier("securedExecutor") AsyncTaskExecutor securedExecutor, Later later, Threads threads) {
			this.deepSeek = deepSeek;
			this.securedExecutor = securedExecutor;
			this.later = later;
			this.threads = threads;
		}

		@GetMapping("/direct")
		@Nullable String direct(Principal user) {
			this.threads.seen();
			return prompt("direct", user).content();
		}

		@GetMapping("/tools")
		@Nullable String tools(Principal user) {
			return prompt("tools", user)
				.tools(ToolFunction.of("blocking", "Blocks.", () -> name(SecurityContextHolder.getContext())),
						ToolFunction.of("reactive", "Goes on elsewhere.",
								() -> Mono.delay(Duration.ofMillis(1), Schedulers.parallel())
									.then(ReactiveSecurityContextHolder.getContext())
									.map(WaitingController::name)))
				.content();
		}

		@GetMapping("/entity")
		String entity(Principal user) {
			return prompt("entity", user).entity(Text.class).text();
		}

		@GetMapping("/stream")
		String stream(Principal user) {
			try (Stream<String> tokens = prompt("stream", user).stream().content()) {
				return tokens.reduce("", String::concat);
			}
		}

		/**
		 * The stream is asked for here and consumed on a thread of the container's own.
		 */
		@GetMapping("/stream-body")
		StreamingResponseBody streamBody(Principal user) {
			Stream<String> tokens = prompt("stream", user).stream().content();
			return (output) -> {
				SecurityContextHolder.clearContext();
				try (tokens) {
					Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
					tokens.forEach((token) -> write(writer, token));
				}
			};
		}

		@GetMapping("/elements")
		String elements(Principal user) {
			try (Stream<Integer> elements = prompt("elements", user).stream().entityList(Integer.class)) {
				return (elements.count() == 100) ? "ok" : "lost";
			}
		}

		@GetMapping("/callable")
		Callable<@Nullable String> callable(Principal user) {
			return () -> prompt("callable", user).content();
		}

		@GetMapping("/deferred")
		DeferredResult<@Nullable String> deferred(Principal user) {
			DeferredResult<@Nullable String> result = new DeferredResult<>();
			this.securedExecutor.execute(() -> result.setResult(prompt("deferred", user).content()));
			return result;
		}

		@GetMapping("/async")
		CompletableFuture<@Nullable String> async(Principal user) {
			return this.later.ask(prompt("async", user));
		}

		@GetMapping("/messages")
		String messages(Principal user) {
			MessageRequest request = MessageRequest.builder()
				.messages(MessageParam.user("For messages I am " + user.getName()))
				.build();
			try (Stream<?> events = this.deepSeek.streamMessage(request)) {
				return (!this.deepSeek.message(request).content().isEmpty() && events.findFirst().isPresent()) ? "ok"
						: "lost";
			}
		}

		private BlockingPromptSpec prompt(String way, Principal user) {
			return this.deepSeek.prompt("For " + way + " I am " + user.getName());
		}

		private static String name(SecurityContext context) {
			return (context.getAuthentication() != null) ? context.getAuthentication().getName() : "nobody";
		}

		private static void write(Writer writer, String token) {
			try {
				writer.write(token);
				writer.flush();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	static class Later {

		@Async("securedExecutor")
		CompletableFuture<@Nullable String> ask(BlockingPromptSpec prompt) {
			return CompletableFuture.completedFuture(prompt.content());
		}

	}

	/**
	 * Knows whether the threads of requests are virtual.
	 */
	static class Threads {

		private final Set<Boolean> kinds = ConcurrentHashMap.newKeySet();

		void seen() {
			this.kinds.add(Thread.currentThread().toString().startsWith("VirtualThread"));
		}

		Set<Boolean> kinds() {
			return this.kinds;
		}

	}

	/**
	 * Hashing would cost more than all else that these tests do.
	 */
	static class PlainPasswordEncoder implements PasswordEncoder {

		@Override
		public String encode(@Nullable CharSequence password) {
			return String.valueOf(password);
		}

		@Override
		public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
			return encode(password).equals(encoded);
		}

	}

	record Text(String text) {

	}

}
