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

package io.github.deepseekspring.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.tool.ToolFunction;
import io.github.deepseekspring.user.DefaultCallerResolver;
import io.github.deepseekspring.user.SecurityContextUserIdResolver;
import io.github.deepseekspring.user.UserId;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutor;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of {@code docs/mvc-and-virtual-threads.md}.
 */
@Timeout(60)
class MvcPageTests {

	@AutoClose
	private final Wire wire = new Wire();

	private final DeepSeekTemplate template = this.wire.builder()
		.callerResolver(DefaultCallerResolver.builder(UserId::of)
			.userIdResolvers(List.of(new SecurityContextUserIdResolver()))
			.build())
		.build();

	private final BlockingDeepSeekTemplate deepSeek = new BlockingDeepSeekTemplate(this.template);

	private final String question = "Why is the sky blue?";

	@AfterEach
	void forget() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of("docs/mvc-and-virtual-threads.md").assertExamplesAreIn(getClass(), 7);
	}

	@Test
	void controllersReturnPlainValues() throws IOException {
		AnswerController controller = new AnswerController(this.deepSeek);
		this.wire.answerAll(Answer.chunks("Because of ", "scattering."));
		assertThat(controller.answer(this.question)).isEqualTo("Because of scattering.");
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		controller.text(this.question).writeTo(body);
		assertThat(body.toString(StandardCharsets.UTF_8)).isEqualTo("Because of scattering.");
	}

	@Test
	void whenTheReaderIsGoneThenTheCallIsCancelled() {
		this.wire.answer(Answer.raw().repeat(Payloads.event(Payloads.chunk("on")), Duration.ofMillis(1)));
		StreamingResponseBody body = new AnswerController(this.deepSeek).text(this.question);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> body.writeTo(new OutputStream() {

			@Override
			public void write(int single) throws IOException {
				throw new IOException("Broken pipe");
			}

		}));
		assertThat(this.wire.log().last().ended().block(Wire.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void callsHaveTheStepsOfTheReactiveOnes() {
		ToolFunction<?> orderStatus = ToolFunction.of("order_status", "Tells how far the order is.", () -> "packed");
		this.wire.answer(Answer.text("Scattering."), Answer.toolCall("order_status", "{}"),
				Answer.text("It is packed."), Answer.text("{\"title\":\"Soup\"}"),
				Answer.text("{\"items\":[{\"title\":\"Soup\"}]}"));
		// @formatter:off
		ChatCompletion whole = this.deepSeek.prompt().system("Be brief.").user(this.question).completion();
		String helped = this.deepSeek.prompt(this.question).tools(orderStatus).content();
		Recipe recipe = this.deepSeek.prompt("A recipe for two").entity(Recipe.class);
		List<Recipe> recipes = this.deepSeek.prompt("Ten recipes").entityList(Recipe.class);
		// @formatter:on
		assertThat(whole.content()).isEqualTo("Scattering.");
		assertThat(helped).isEqualTo("It is packed.");
		assertThat(recipe).isEqualTo(new Recipe("Soup"));
		assertThat(recipes).containsExactly(recipe);
	}

	@Test
	void streamsAreClosed() {
		Screen screen = new Screen();
		this.wire.answer(Answer.chunks("a", "b"),
				Answer.text("{\"items\":[{\"title\":\"Soup\"},{\"title\":\"Stew\"}]}"));
		// @formatter:off
		try (Stream<ChatEvent> events = this.deepSeek.prompt(this.question).stream().signals().events()) {
			events.forEach(screen::show);
		}
		try (Stream<Recipe> recipes = this.deepSeek.prompt("Ten recipes").stream().entityList(Recipe.class)) {
			recipes.limit(1).forEach(screen::show);                                  // the others are never read
		}
		// @formatter:on
		assertThat(screen.shown).hasToString("a b Soup ");
	}

	@Test
	void workOnOtherThreadsIsThatOfTheUserWhereTheExecutorSaysSo() {
		Executor executor = new SimpleAsyncTaskExecutor("work-");
		SecurityContextHolder
			.setContext(new SecurityContextImpl(new TestingAuthenticationToken("alice", "password", "USER")));
		this.wire.answerAll(Answer.text("Scattering."));
		// @formatter:off
		Executor secured = new DelegatingSecurityContextExecutor(executor);
		CompletableFuture<String> answer = CompletableFuture
			.supplyAsync(() -> this.deepSeek.prompt(this.question).content(), secured);
		// @formatter:on
		assertThat(answer).succeedsWithin(Wire.PATIENCE).isEqualTo("Scattering.");
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::userId).containsExactly("alice");
	}

	@Test
	void failuresAreCaught() {
		this.wire.answer(Answer.text("Scattering."), Answer.contentRisk(), Answer.overloaded());
		assertThat(answerOrExcuse()).isEqualTo("Scattering.");
		assertThat(answerOrExcuse()).isEqualTo("I cannot talk about that.");
		assertThat(answerOrExcuse()).isEqualTo("Please try again in a minute.");
		Thread.currentThread().interrupt();
		assertThat(answerOrExcuse()).isEqualTo("Stopped.");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void theEndOfAnAnswerIsNotAuthorizedAgain() throws ServletException, IOException {
		try (AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext()) {
			context.setServletContext(new MockServletContext());
			context.register(Security.class);
			context.refresh();
			Filter security = context.getBean("springSecurityFilterChain", Filter.class);
			assertThat(isPassed(security, DispatcherType.REQUEST)).isFalse();
			assertThat(isPassed(security, DispatcherType.ASYNC)).isTrue();
		}
	}

	private static boolean isPassed(Filter security, DispatcherType type) throws ServletException, IOException {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/stream");
		request.setDispatcherType(type);
		MockFilterChain rest = new MockFilterChain();
		security.doFilter(request, new MockHttpServletResponse(), rest);
		return rest.getRequest() != null;
	}

	private @Nullable String answerOrExcuse() {
		// @formatter:off
		try {
			return this.deepSeek.prompt(this.question).content();
		}
		catch (ContentRejectedException ex) {
			return "I cannot talk about that.";
		}
		catch (DeepSeekException ex) {
			return (ex.isRetryable()) ? "Please try again in a minute." : "Something is wrong.";
		}
		catch (CancellationException ex) {
			return "Stopped.";                                                       // the thread was interrupted
		}
		// @formatter:on
	}

	@Test
	void pipelinesOfTheApplicationCanBeWaitedFor() {
		Map<Long, String> questions = Map.of(1L, this.question);
		Repository repository = (id) -> Mono.just(questions.get(id)).publishOn(Schedulers.parallel());
		DeepSeekTemplate reactive = this.template;
		long id = 1;
		SecurityContextHolder
			.setContext(new SecurityContextImpl(new TestingAuthenticationToken("alice", "password", "USER")));
		this.wire.answer(Answer.text("Scattering."));
		// @formatter:off
		String answer = BlockingCall.await(repository.findQuestion(id)
			.flatMap((question) -> reactive.prompt(question).content()));
		// @formatter:on
		assertThat(answer).isEqualTo("Scattering.");
		assertThat(this.wire.log().last().userId()).isEqualTo("alice");
	}

	@RestController
	static class AnswerController {

		private final BlockingDeepSeekTemplate deepSeek;

		AnswerController(BlockingDeepSeekTemplate deepSeek) {
			this.deepSeek = deepSeek;
		}

		@GetMapping("/answer")
		@Nullable String answer(@RequestParam String question) {
			return this.deepSeek.prompt(question).content();
		}

		@GetMapping(path = "/text", produces = MediaType.TEXT_PLAIN_VALUE)
		StreamingResponseBody text(@RequestParam String question) {
			Stream<String> tokens = this.deepSeek.prompt(question).stream().content();
			return (output) -> {
				try (tokens) {
					for (String token : (Iterable<String>) tokens::iterator) {
						output.write(token.getBytes(StandardCharsets.UTF_8));
						output.flush();
					}
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class Security {

		// @formatter:off
		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests
					.dispatcherTypeMatchers(DispatcherType.ASYNC)
					.permitAll()
					.anyRequest()
					.authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}
		// @formatter:on

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager();
		}

	}

	interface Repository {

		Mono<String> findQuestion(long id);

	}

	private static final class Screen {

		private final StringBuilder shown = new StringBuilder();

		void show(Object piece) {
			if (piece instanceof ChatEvent.Text text) {
				this.shown.append(text.text()).append(' ');
			}
			else if (piece instanceof Recipe recipe) {
				this.shown.append(recipe.title()).append(' ');
			}
		}

	}

	record Recipe(String title) {

	}

}
