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
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.deepseekspring.UserIdRequiredException;
import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.user.Caller;
import io.github.deepseekspring.user.UserId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that calls which complete a text share the slots and the queue of chat calls.
 */
@Timeout(60)
class CompletionSlotTests {

	private static final CompletionRequest REQUEST = CompletionRequest.builder("Once").build();

	@AutoClose
	private final Wire wire = new Wire();

	private final FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(oneSlot());

	@Test
	void callerDecidesThePlaceInTheQueueAndIsNotSent() {
		this.wire.answer(Answer.raw().keepAlive().hang());
		this.wire.answerAll(Answer.text("x"));
		Disposable running = template("nobody").streamCompletion(REQUEST).subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		List<String> order = new CopyOnWriteArrayList<>();
		Flux<String> all = Flux.merge(ask("alice", order), ask("alice", order), ask("bob", order));
		Mono<List<String>> done = all.collectList().cache();
		Disposable waiting = done.subscribe();
		assertThat(group().waiting()).isEqualTo(3);
		running.dispose();
		assertThat(done.block(Wire.PATIENCE)).hasSize(3);
		waiting.dispose();
		assertThat(order).containsExactly("alice", "bob", "alice");
		assertThat(this.wire.log().requests()).hasSize(4)
			.allSatisfy((request) -> assertThat(request.body()).doesNotContain("user_id", "alice", "bob"));
	}

	private Mono<String> ask(String user, List<String> order) {
		return template(user).complete(REQUEST).doOnNext((answer) -> order.add(user)).thenReturn(user);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancelledThenServerSeesItAndTheSlotIsFree(boolean streaming) {
		this.wire.answer(Answer.raw().keepAlive().hang());
		Disposable call = Flux.from(answer(streaming)).subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		assertThat(group().inFlight()).isOne();
		call.dispose();
		assertThat(group().inFlight()).isZero();
		assertThat(this.wire.log().last().ended().block(Wire.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void slotIsFreeBeforeTheEndIsSeen(boolean streaming) {
		List<Integer> running = new CopyOnWriteArrayList<>();
		this.wire.simulator().answerAll((request) -> {
			running.add(group().inFlight());
			return (running.size() == 1) ? Answer.text("x") : Answer.overloaded();
		});
		Flux.from(answer(streaming)).doOnComplete(() -> running.add(group().inFlight())).blockLast(Wire.PATIENCE);
		Flux.from(answer(streaming))
			.doOnError((ex) -> running.add(group().inFlight()))
			.onErrorComplete()
			.blockLast(Wire.PATIENCE);
		assertThat(running).containsExactly(1, 0, 1, 0);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenServerSaysTooManyThenTheRequestWaitsAndIsSentAgain(boolean streaming) {
		this.wire.answer(Answer.rateLimited(2, 1), Answer.text("x"));
		assertThat(Flux.from(answer(streaming)).map(Completion::text).collectList().block(Wire.PATIENCE)).contains("x");
		assertThat(this.wire.log().requests()).hasSize(2);
		assertThat(group().throttledTold()).isOne();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenServerTellsItsLimitThenTheLimitOfTheModelAdapts(boolean streaming) {
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(ConcurrencySettings.defaults());
		DeepSeekTemplate template = this.wire.builder().concurrencyLimiter(limiter).build();
		CompletionRequest request = REQUEST.mutate().model("deepseek-v4-pro").build();
		this.wire.answer(Answer.rateLimited(8, 7), Answer.text("x"));
		Flux.from(streaming ? template.streamCompletion(request) : template.complete(request)).blockLast(Wire.PATIENCE);
		assertThat(limiter.snapshot()).filteredOn((group) -> group.models().contains("deepseek-v4-pro"))
			.singleElement()
			.satisfies((group) -> {
				assertThat(group.limit()).isLessThanOrEqualTo(7);
				assertThat(group.inFlight()).isZero();
			});
	}

	@Test
	void waitForASlotIsShownWhereKeepAlivesAre() {
		this.wire.answer(Answer.raw().keepAlive().hang(), Answer.text("x"));
		Disposable running = template("alice").streamCompletion(REQUEST).subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		List<ServerSentEvent<Completion>> events = template("bob").streamCompletionServerSentEvents(REQUEST)
			.doOnNext((event) -> running.dispose())
			.collectList()
			.blockOptional(Wire.PATIENCE)
			.orElseThrow();
		assertThat(events.get(0).comment()).isEqualTo("queued");
		assertThat(events.get(0).data()).isNull();
		assertThat(events).last().satisfies((event) -> assertThat(event.data()).isNotNull());
	}

	@Test
	void whenAUserIdIsRequiredAndMissingThenNothingIsSent() {
		DeepSeekTemplate template = this.wire.builder()
			.callerResolver((explicit) -> Mono.error(new UserIdRequiredException("no user")))
			.build();
		Signals.of(template.complete(REQUEST)).failure(UserIdRequiredException.class);
		assertThat(this.wire.log().requests()).isEmpty();
	}

	private Publisher<Completion> answer(boolean streaming) {
		DeepSeekTemplate template = template("alice");
		return streaming ? template.streamCompletion(REQUEST) : template.complete(REQUEST);
	}

	private DeepSeekTemplate template(String user) {
		return this.wire.builder()
			.concurrencyLimiter(this.limiter)
			.callerResolver((explicit) -> Mono.just(new Caller(user, UserId.of(user))))
			.build();
	}

	private LimitGroupSnapshot group() {
		return this.limiter.snapshot()
			.stream()
			.filter((group) -> group.models().contains("deepseek-v4-flash"))
			.findFirst()
			.orElseThrow();
	}

	private static ConcurrencySettings oneSlot() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		return new ConcurrencySettings(true, defaults.accountType(), Map.of("deepseek-v4-flash", 1), Map.of(), 1,
				Map.of(), 10, Duration.ofHours(1), defaults.linger(), defaults.adaptive());
	}

}
