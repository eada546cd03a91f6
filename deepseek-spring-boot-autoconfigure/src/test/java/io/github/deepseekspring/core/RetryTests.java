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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.stream.Timeouts;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which requests are sent again, as the server sees it.
 */
class RetryTests {

	@AutoClose
	private final Wire wire = new Wire();

	static List<Answer> passing() {
		return List.of(Answer.serverError(), Answer.overloaded(), Answer.htmlBadGateway(),
				Answer.raw().resetBeforeHeaders(), Answer.raw().closeBeforeHeaders(),
				Answer.overloaded().retryAfter("0"));
	}

	@ParameterizedTest
	@MethodSource("passing")
	void whenFailureCanPassThenRequestIsSentUpToThreeTimes(Answer failure) {
		for (boolean streaming : new boolean[] { false, true }) {
			this.wire.simulator().reset();
			this.wire.answer(failure, failure, Answer.text("blue"));
			assertThat(Signals.of(answer(3, streaming)).complete()).isNotEmpty();
			assertSent(3);
			this.wire.simulator().reset();
			this.wire.answerAll(failure);
			assertThat(Signals.of(answer(3, streaming)).failure().isRetryable()).isTrue();
			assertSent(3);
		}
	}

	@Test
	void threeAttemptsAreTheDefault() {
		assertThat(RetrySettings.defaults().maxAttempts()).isEqualTo(3);
		this.wire.answerAll(Answer.overloaded().retryAfter("0"));
		DeepSeekTemplate template = this.wire.builder().retry(RetrySettings.defaults()).build();
		assertThat(Signals.of(template.chat(Wire.REQUEST)).failure()).isInstanceOf(OverloadedException.class);
		assertSent(3);
	}

	@ParameterizedTest
	@MethodSource("passing")
	void whenOneAttemptIsAllowedThenRequestIsSentOnce(Answer failure) {
		this.wire.answerAll(failure);
		assertThat(this.wire.failure(false).isRetryable()).isTrue();
		assertThat(this.wire.failure(true).isRetryable()).isTrue();
		assertSent(2);
	}

	@Test
	void whenTemplateHasItsOwnConnectorThenRequestIsSentOnceTooAndUncompressed() {
		this.wire.answerAll(Answer.raw().resetBeforeHeaders());
		DeepSeekTemplate template = DeepSeekTemplate.builder()
			.baseUrl(this.wire.simulator().baseUrl())
			.apiKey(Wire.API_KEY)
			.retry(Wire.attempts(1))
			.build();
		assertThat(Signals.of(template.chat(Wire.REQUEST)).failure()).isInstanceOf(ConnectionFailedException.class);
		assertSent(1);
		assertThat(this.wire.log().last().header("Accept-Encoding")).isNull();
	}

	@Test
	void everyAttemptSendsTheSameBytes() {
		this.wire.answer(Answer.serverError(), Answer.raw().resetBeforeHeaders(), Answer.text("blue"));
		assertThat(Signals.of(answer(3, true)).complete()).isNotEmpty();
		List<RecordedRequest> requests = this.wire.log().requests();
		assertThat(requests).hasSize(3).extracting(RecordedRequest::body).containsOnly(requests.get(0).body());
	}

	static List<Answer> lasting() {
		return List.of(Answer.of(400, null, "no"), Answer.contentRisk(), Answer.unauthorized(), Answer.missingKey(),
				Answer.insufficientBalance(), Answer.suspended(), Answer.of(404, null, ""),
				Answer.of(422, "text/plain", "no"), Answer.of(418, null, ""), Answer.of(301, null, ""),
				Answer.of(200, "text/html", "<p>no</p>"), Answer.text("").finishReason("content_filter"),
				Answer.text("").finishReason("aborted"), Answer.of(200, null, ""), Answer.raw().keepAlive().reset(),
				Answer.raw().write("{").end());
	}

	@ParameterizedTest
	@MethodSource("lasting")
	void whenFailureWillNotPassThenRequestIsSentOnce(Answer failure) {
		this.wire.answerAll(failure);
		assertThat(Signals.of(answer(3, false)).error()).isNotNull();
		assertThat(Signals.of(answer(3, true)).error()).isNotNull();
		assertSent(2);
	}

	@Test
	void whenServerClosedTheQueueThenRequestIsSentOnce() {
		this.wire.answerAll(Answer.raw().keepAlive().end());
		assertThat(Signals.of(answer(3, true)).failure()).isInstanceOf(ClosedBeforeInferenceException.class);
		assertSent(1);
	}

	@Test
	void whenOurOwnClockRanOutThenRequestIsSentOnce() {
		this.wire.answerAll(Answer.raw().hang());
		PromptSpec prompt = template(3).prompt("Why?");
		Duration limit = Duration.ofMillis(200);
		assertThat(Signals.of(prompt.timeouts((timeouts) -> timeouts.withWireIdle(limit)).stream().content()).failure())
			.isInstanceOf(StalledException.class);
		assertThat(Signals.of(prompt.timeouts((timeouts) -> timeouts.withCallWireIdle(limit)).content()).failure())
			.isInstanceOf(StalledException.class);
		assertSent(2);
	}

	@Test
	void whenSomethingWasDeliveredThenRequestIsSentOnce() {
		this.wire.answerAll(Answer.raw()
			.event(Payloads.chunk("blue"))
			.event(Payloads.error("Service is too busy", "service_unavailable_error", "x"))
			.end());
		Signals<ChatCompletionChunk> signals = Signals.of(template(3).stream(Wire.REQUEST));
		assertThat(signals.items()).hasSize(1);
		assertThat(signals.failure(OverloadedException.class).isDelivered()).isTrue();
		assertSent(1);
	}

	@Test
	void whenErrorComesInsideAStreamBeforeDataThenRequestIsSentAgain() {
		this.wire.answer(Answer.raw().keepAlive().event(Payloads.error("busy", "service_unavailable_error", "x")).end(),
				Answer.text("blue"));
		assertThat(template(3).prompt("Why?").stream().content().blockLast(Wire.PATIENCE)).isEqualTo("blue");
		assertSent(2);
	}

	@Test
	void whenServerWantsALongerWaitThanAllowedThenFailsAtOnce() {
		String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusDays(1));
		for (String retryAfter : new String[] { "2", "86400", date }) {
			this.wire.simulator().reset();
			this.wire.answerAll(Answer.overloaded().retryAfter(retryAfter));
			ServerException failure = (ServerException) Signals.of(answer(3, false)).failure();
			assertThat(failure.getRetryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
			assertSent(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", " 0 ", "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "-1", "" })
	void whenWaitThatServerWantsIsOverOrUnreadableThenRequestIsSentAgain(String retryAfter) {
		this.wire.answer(Answer.serverError().retryAfter(retryAfter), Answer.text("blue"));
		assertThat(Signals.of(answer(2, false)).complete()).hasSize(1);
		assertSent(2);
	}

	@ParameterizedTest
	@CsvSource({ "false,3", "true,3", "false,1", "true,1" })
	void whenServerLimitsThenLimiterAloneTakesRequestBack(boolean streaming, int attempts) {
		this.wire.answerAll(Answer.retryAfter("0"));
		assertThat(Signals.of(answer(attempts, streaming)).failure()).isInstanceOf(RateLimitException.class);
		assertSent(4);
		this.wire.simulator().reset();
		this.wire.answer(Answer.retryAfter("0"), Answer.rateLimited(), Answer.text("blue"));
		assertThat(Signals.of(answer(attempts, streaming)).complete()).isNotEmpty();
		assertSent(3);
	}

	@Test
	void whenServerLimitsForLongerThanARequestMayWaitThenFailsAtOnce() {
		this.wire.answerAll(Answer.retryAfter("3600"));
		RateLimitException failure = (RateLimitException) Signals.of(answer(3, false)).failure();
		assertThat(failure.getRetryAfter()).hasSeconds(3600);
		assertSent(1);
	}

	@Test
	void whileRequestWaitsForItsNextAttemptOthersHaveTheSlot() {
		ConcurrencySettings one = new ConcurrencySettings(true, ConcurrencySettings.AccountType.REGULAR,
				Map.of("deepseek-v4-flash", 1), Map.of(), 1, Map.of(), null, Duration.ofSeconds(20), Duration.ZERO,
				ConcurrencySettings.defaults().adaptive());
		DeepSeekTemplate template = this.wire.builder()
			.retry(new RetrySettings(3, Duration.ofSeconds(10), Duration.ofSeconds(10), 0))
			.concurrencyLimiter(new FairConcurrencyLimiter(one))
			.build();
		for (Answer refusal : new Answer[] { Answer.overloaded(), Answer.retryAfter("10") }) {
			this.wire.simulator().reset();
			this.wire.answer(refusal, Answer.text("blue"));
			Disposable waiting = template.chat(Wire.REQUEST).subscribe();
			this.wire.log().awaitRequests(1, Wire.PATIENCE);
			assertThat(template.chat(Wire.REQUEST).block(Duration.ofSeconds(8))).isNotNull();
			waiting.dispose();
			assertSent(2);
		}
	}

	@Test
	void whenCancelledBetweenAttemptsThenNothingIsSentAnyMore() {
		this.wire.answerAll(Answer.overloaded());
		DeepSeekTemplate template = this.wire.builder()
			.retry(new RetrySettings(3, Duration.ofMillis(300), Duration.ofSeconds(1), 0))
			.timeouts(Timeouts.defaults())
			.build();
		Disposable call = template.chat(Wire.REQUEST).subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		call.dispose();
		assertThat(Flux.interval(Duration.ofMillis(100)).take(8).blockLast(Wire.PATIENCE)).isEqualTo(7);
		assertSent(1);
	}

	private Publisher<?> answer(int attempts, boolean streaming) {
		return streaming ? template(attempts).stream(Wire.REQUEST) : template(attempts).chat(Wire.REQUEST);
	}

	private DeepSeekTemplate template(int attempts) {
		return this.wire.builder().retry(Wire.attempts(attempts)).build();
	}

	private void assertSent(int count) {
		this.wire.log().awaitIdle(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).hasSize(count);
	}

}
