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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.user.DefaultCallerResolver;
import io.github.deepseekspring.user.SecurityContextUserIdResolver;
import io.github.deepseekspring.user.UserId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/migrating-from-webclient.md}, and what it says about them.
 */
@Timeout(60)
class MigratingFromWebClientPageTests {

	private static final String QUESTION = "Why is the sky blue?";

	@AutoClose
	private final Wire wire = new Wire();

	private final DeepSeekTemplate template = this.wire.builder()
		.retry(Wire.attempts(3))
		.callerResolver(DefaultCallerResolver.builder(UserId::of)
			.userIdResolvers(List.of(new SecurityContextUserIdResolver()))
			.build())
		.build();

	private final Before.Answers before = before(this.wire.simulator().baseUrl().toString());

	private final After.Answers after = new After.Answers(this.template);

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of("docs/migrating-from-webclient.md").assertExamplesAreIn(getClass(), 4);
	}

	@Test
	void bothAnswer() {
		this.wire.answerAll(Answer.chunks("Because of ", "scattering."));
		for (Mono<String> answer : List.of(this.before.answer(QUESTION), this.after.answer(QUESTION))) {
			assertThat(Signals.of(answer).complete()).containsExactly("Because of scattering.");
		}
		for (Flux<String> stream : List.of(this.before.stream(QUESTION), this.after.stream(QUESTION))) {
			assertThat(Signals.of(stream).complete()).containsExactly("Because of ", "scattering.");
		}
	}

	@Test
	void whenTheStreamEndsInTheMiddleThenOneOfThemSaysSo() {
		this.wire.answerAll(Answer.chunks("a", "b").fault(Fault.truncate().beforeFinish()));
		assertThat(Signals.of(this.before.stream(QUESTION)).complete()).containsExactly("a", "b");
		Signals<String> after = Signals.of(this.after.stream(QUESTION));
		assertThat(after.items()).containsExactly("a", "b");
		assertThat(after.failure()).isExactlyInstanceOf(TruncatedException.class);
	}

	@Test
	void whenThereAreOnlyKeepAlivesThenOneOfThemSaysSo() {
		this.wire.answerAll(Answer.raw().write(": keep-alive\n\n").end());
		assertThat(Signals.of(this.before.stream(QUESTION)).complete()).isEmpty();
		assertThat(Signals.of(this.after.stream(QUESTION)).failure())
			.isExactlyInstanceOf(ClosedBeforeInferenceException.class);
	}

	@Test
	void whenAnErrorComesAfterStatus200ThenOneOfThemSaysSo() {
		this.wire.answerAll(Answer.text("x").fault(Fault.errorInStream("Out of order").afterChunks(0)));
		assertThat(Signals.of(this.before.stream(QUESTION)).complete()).isEmpty();
		assertThat(Signals.of(this.before.answer(QUESTION)).complete()).containsExactly("");
		assertThat(Signals.of(this.after.stream(QUESTION)).failure()).isInstanceOf(ServerException.class);
	}

	@Test
	void whenTheConnectionBreaksThenOneOfThemBeginsAnew() {
		Answer broken = Answer.chunks("a", "b").fault(Fault.close().beforeFinish());
		this.wire.answer(broken, Answer.chunks("a", "b"), broken);
		assertThat(Signals.of(this.before.stream(QUESTION)).complete()).containsExactly("a", "b", "a", "b");
		Signals<String> after = Signals.of(this.after.stream(QUESTION));
		assertThat(after.items()).containsExactly("a", "b");
		assertThat(after.failure()).isExactlyInstanceOf(TruncatedException.class);
		assertThat(this.wire.log().requests()).hasSize(3);
	}

	@Test
	void whenThereAreTooManyRequestsThenOneOfThemComesAgain() {
		this.wire.answer(Answer.rateLimited(), Answer.rateLimited(), Answer.text("blue"));
		StepVerifier.create(this.before.answer(QUESTION))
			.expectError(WebClientResponseException.TooManyRequests.class)
			.verify(Wire.PATIENCE);
		StepVerifier.create(this.after.answer(QUESTION)).expectNext("blue").expectComplete().verify(Wire.PATIENCE);
	}

	@Test
	void oneOfThemTellsTheUser() {
		this.wire.answerAll(Answer.text("blue"));
		Context alice = ReactiveSecurityContextHolder
			.withAuthentication(new TestingAuthenticationToken("alice", "password", "USER"));
		Signals.of(this.before.answer(QUESTION).contextWrite(alice)).complete();
		assertThat(this.wire.log().last().userId()).isNull();
		Signals.of(this.after.answer(QUESTION).contextWrite(alice)).complete();
		assertThat(this.wire.log().last().userId()).isEqualTo("alice");
	}

	@Test
	void oneOfThemOpensAConnectionForEachStream() {
		this.wire.answerAll(Answer.raw().write(Payloads.stream("blue")).pause(Duration.ofMillis(100)).end());
		for (int i = 0; i < 3; i++) {
			assertThat(Signals.of(this.before.stream(QUESTION)).complete()).containsExactly("blue");
		}
		assertThat(this.wire.log().connectionsAccepted()).isEqualTo(3);
	}

	@Test
	void theFailureOfOneOfThemHoldsTheKey() {
		Signals<String> signals = Signals.of(before("http://127.0.0.1:1").answer(QUESTION));
		assertThat(signals.failure(WebClientRequestException.class).getHeaders().getFirst(HttpHeaders.AUTHORIZATION))
			.contains(Wire.API_KEY);
	}

	@Test
	void gatewaysPassOnWhatTheyDoNotKnowButNoUser() {
		this.wire.answer(Answer.chunks("blue"));
		ChatCompletionRequest request = new JsonMapper().readValue("""
				{"messages": [{"role": "user", "content": "Why?"}], "user_id": "mallory", "new_field": true}""",
				ChatCompletionRequest.class);
		assertThat(Signals.of(new After.Gateway(this.template).pass(request)).complete()).isNotEmpty();
		assertThat(this.wire.log().last().userId()).isNull();
		assertThat(this.wire.log().last().body()).contains("\"new_field\":true");
		this.wire.answer(Answer.chunks("blue"));
		WebClient client = WebClient.builder()
			.baseUrl(this.wire.simulator().baseUrl().toString())
			.defaultHeaders((headers) -> headers.setBearerAuth(Wire.API_KEY))
			.build();
		Map<String, Object> json = Map.of("model", "deepseek-v4-flash", "stream", true, "messages",
				List.of(Map.of("role", "user", "content", "Why?")));
		assertThat(Signals.of(new Before.Gateway(client).pass(json)).complete()).isNotEmpty();
	}

	private static Before.Answers before(String url) {
		return new Before.Answers(WebClient.builder(), new JsonMapper(), url, Wire.API_KEY);
	}

	static class Before {

		private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {
		};

		@Service
		static class Answers {

			private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {
			};

			private final WebClient webClient;

			private final JsonMapper mapper;

			Answers(WebClient.Builder builder, JsonMapper mapper, @Value("${app.deepseek.url}") String url,
					@Value("${app.deepseek.key}") String key) {
				this.webClient = builder.baseUrl(url).defaultHeaders((headers) -> headers.setBearerAuth(key)).build();
				this.mapper = mapper;
			}

			Mono<String> answer(String question) {
				return send(question, false).bodyToMono(JsonNode.class)
					.map((answer) -> answer.at("/choices/0/message/content").asString(""));
			}

			Flux<String> stream(String question) {
				return send(question, true).bodyToFlux(EVENT)
					.timeout(Duration.ofSeconds(60))
					.mapNotNull(ServerSentEvent::data)
					.takeUntil("[DONE]"::equals)
					.filter((data) -> !"[DONE]".equals(data))
					.map((data) -> this.mapper.readTree(data).at("/choices/0/delta/content").asString(""))
					.filter((text) -> !text.isEmpty())
					.retryWhen(Retry.backoff(2, Duration.ofSeconds(1)));
			}

			private WebClient.ResponseSpec send(String question, boolean stream) {
				return this.webClient.post()
					.uri("/chat/completions")
					.bodyValue(Map.of("model", "deepseek-v4-flash", "stream", stream, "messages",
							List.of(Map.of("role", "user", "content", question))))
					.retrieve();
			}

		}

		@RestController
		static class Gateway {

			private final WebClient webClient;

			Gateway(WebClient webClient) {
				this.webClient = webClient;
			}

			@PostMapping(path = "/v1/chat/completions", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
			Flux<ServerSentEvent<String>> pass(@RequestBody Map<String, Object> request) {
				return this.webClient.post().uri("/chat/completions").bodyValue(request).retrieve().bodyToFlux(EVENT);
			}

		}

	}

	static class After {

		@Service
		static class Answers {

			private final DeepSeekTemplate deepSeek;

			Answers(DeepSeekTemplate deepSeek) {
				this.deepSeek = deepSeek;
			}

			Mono<String> answer(String question) {
				return this.deepSeek.prompt(question).content();
			}

			Flux<String> stream(String question) {
				return this.deepSeek.prompt(question).stream().content();
			}

		}

		@RestController
		static class Gateway {

			private final DeepSeekTemplate deepSeek;

			Gateway(DeepSeekTemplate deepSeek) {
				this.deepSeek = deepSeek;
			}

			@PostMapping(path = "/v1/chat/completions", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
			Flux<ServerSentEvent<ChatCompletionChunk>> pass(@RequestBody ChatCompletionRequest request) {
				return this.deepSeek.streamServerSentEvents(request.mutate().userId(null).build());
			}

		}

	}

}
