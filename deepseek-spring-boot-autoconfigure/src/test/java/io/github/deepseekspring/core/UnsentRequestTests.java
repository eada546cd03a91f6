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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.simulator.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of requests that fail before an answer is seen.
 */
class UnsentRequestTests {

	private static final String SECRET = "the diagnosis of a patient";

	@AutoClose
	private final Wire wire = new Wire();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenFilterFailsThenRequestCouldNotBeSent(boolean streaming) {
		IllegalStateException cause = new IllegalStateException("no proxy");
		for (ExchangeFilterFunction filter : List.<ExchangeFilterFunction>of((request, next) -> {
			throw cause;
		}, (request, next) -> Mono.error(cause), ExchangeFilterFunction.ofRequestProcessor((request) -> {
			throw cause;
		}))) {
			ConnectionFailedException failure = failure(filter, streaming).failure(ConnectionFailedException.class);
			assertThat(failure).hasMessage("The request could not be sent").hasCause(cause);
			assertThat(failure.isDelivered()).isFalse();
			assertThat(failure.getTraceId()).isNull();
		}
		assertThat(this.wire.log().requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenFilterFailsWithOneOfOurExceptionsThenItPassesAsItIs(boolean streaming) {
		DeepSeekException refused = new InvalidUserIdException("it is not known");
		assertThat(failure((request, next) -> Mono.error(refused), streaming).error()).isSameAs(refused);
	}

	@Test
	void whenFilterFailsAgainAndAgainThenRequestIsTriedAsOftenAsAllowed() {
		List<Integer> attempts = new ArrayList<>();
		DeepSeekTemplate template = this.wire.builder()
			.retry(Wire.attempts(3))
			.webClient((client) -> client.filter((request, next) -> {
				attempts.add(attempts.size());
				return Mono.error(new IllegalStateException());
			}))
			.build();
		Signals.of(template.chat(Wire.REQUEST)).failure(ConnectionFailedException.class);
		assertThat(attempts).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenConnectionFailsThenNoCauseHoldsTheRequest(boolean streaming) {
		this.wire.simulator().close();
		DeepSeekException failure = this.wire.failure(streaming);
		assertThat(failure).isExactlyInstanceOf(ConnectionFailedException.class).hasCauseInstanceOf(Throwable.class);
		assertThat(causes(failure)).doesNotHaveAnyElementsOfTypes(WebClientException.class);
		DeepSeekException retried = failure((request, next) -> next.exchange(request).retry(1), streaming).failure();
		assertThat(causes(retried)).doesNotHaveAnyElementsOfTypes(WebClientException.class);
	}

	@Test
	void whenFilterFailsWithTheExceptionOfAnAnswerThenNoCauseHoldsTheRequest() {
		ExchangeFilterFunction filter = (request, next) -> next.exchange(request)
			.flatMap((response) -> response.createException().flatMap(Mono::error));
		ConnectionFailedException failure = failure(filter, false).failure(ConnectionFailedException.class);
		assertThat(causes(failure)).doesNotHaveAnyElementsOfTypes(WebClientException.class);
		WebClientResponseException bare = WebClientResponseException.create(HttpStatus.BAD_GATEWAY, "Bad Gateway", null,
				null, null, null);
		assertThat(failure((request, next) -> Mono.error(new IllegalStateException(bare)), true).failure())
			.isExactlyInstanceOf(ConnectionFailedException.class)
			.hasNoCause();
	}

	@Test
	void whenAnswerBreaksOffThenNoCauseHoldsTheRequest() {
		this.wire.answer(Answer.raw().event(Payloads.chunk("blue")).reset());
		DeepSeekException failure = this.wire.failure(true);
		assertThat(failure).isExactlyInstanceOf(TruncatedException.class).hasCauseInstanceOf(Throwable.class);
		assertThat(causes(failure)).doesNotHaveAnyElementsOfTypes(WebClientException.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenRequestCannotBeWrittenThenSaysWhereAndNotWhat(boolean streaming) {
		InvalidRequestException failure = unwritable("record", Map.of("pages", List.of(1, new Failing())), streaming);
		assertThat(failure.getField()).isEqualTo("record.pages[1].diagnosis");
		assertThat(failure).hasNoCause().hasMessageNotContaining("patient");
		assertThat(failure.getAnswer()).isNull();
		assertThat(unwritable("record", new Failing(), streaming).getField()).isEqualTo("record.diagnosis");
		assertThat(this.wire.log().requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenNoCallerIsResolvedThenNothingIsSent(boolean streaming) {
		DeepSeekTemplate template = this.wire.builder().callerResolver((explicit) -> Mono.empty()).build();
		Publisher<?> answer = streaming ? template.stream(Wire.REQUEST) : template.chat(Wire.REQUEST);
		assertThat(Signals.of(answer).error()).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("CallerResolver");
		assertThat(this.wire.log().requests()).isEmpty();
	}

	private InvalidRequestException unwritable(String name, Object value, boolean streaming) {
		PromptSpec prompt = this.wire.template().prompt("Why?").options((request) -> request.extra(name, value));
		Publisher<?> answer = streaming ? prompt.stream().chunks() : prompt.completion();
		return Signals.of(answer).failure(InvalidRequestException.class);
	}

	private Signals<?> failure(ExchangeFilterFunction filter, boolean streaming) {
		DeepSeekTemplate template = this.wire.builder().webClient((client) -> client.filter(filter)).build();
		Publisher<?> answer = streaming ? template.stream(Wire.REQUEST) : template.chat(Wire.REQUEST);
		return Signals.of(answer);
	}

	private static List<Throwable> causes(Throwable failure) {
		List<Throwable> causes = new ArrayList<>();
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			causes.add(cause);
			causes.addAll(List.of(cause.getSuppressed()));
		}
		return causes;
	}

	static final class Failing {

		@JsonProperty
		String getDiagnosis() {
			throw new IllegalStateException(SECRET);
		}

	}

}
