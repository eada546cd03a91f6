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
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.messages.MessageParam;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.observation.CallOutcome;
import io.github.deepseekspring.observation.DeepSeekObservationContext;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.token.Cost;
import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.token.PriceTable;
import io.github.deepseekspring.token.TokenUsage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every call is observed once, from its beginning to its end.
 */
class ObservedCallTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
		.message(ChatMessage.user("Why is the sky blue?"))
		.model("deepseek-v4-pro")
		.maxTokens(100)
		.temperature(0.5)
		.topP(0.9)
		.stop(List.of("END", "STOP"))
		.thinking(Thinking.DISABLED)
		.build();

	@AutoClose
	private final Watched watched = new Watched();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCompleteThenRequestAndAnswerAreTold(boolean streaming) {
		this.watched.wire().answer(Answer.text("Because of scattering."));
		Publisher<?> answer = streaming ? this.watched.template().stream(REQUEST)
				: this.watched.template().chat(REQUEST);
		Flux.from(answer).blockLast(Wire.PATIENCE);
		assertThat(this.watched.call().getName()).isEqualTo("gen_ai.client.operation");
		assertThat(this.watched.call().getContextualName()).isEqualTo("chat deepseek-v4-pro");
		assertThat(this.watched.value("gen_ai.operation.name")).isEqualTo("chat");
		assertThat(this.watched.value("gen_ai.system")).isEqualTo("deepseek");
		assertThat(this.watched.value("gen_ai.request.model")).isEqualTo("deepseek-v4-pro");
		assertThat(this.watched.value("gen_ai.response.model")).isEqualTo("deepseek-v4-pro");
		assertThat(this.watched.value("gen_ai.request.stream")).isEqualTo(String.valueOf(streaming));
		assertThat(this.watched.value("gen_ai.request.max_tokens")).isEqualTo("100");
		assertThat(this.watched.value("gen_ai.request.temperature")).isEqualTo("0.5");
		assertThat(this.watched.value("gen_ai.request.top_p")).isEqualTo("0.9");
		assertThat(this.watched.value("gen_ai.request.stop_sequences")).isEqualTo("[\"END\", \"STOP\"]");
		assertThat(this.watched.value("deepseek.request.thinking")).isEqualTo("disabled");
		assertThat(this.watched.value("gen_ai.response.finish_reasons")).isEqualTo("[\"stop\"]");
		assertThat(this.watched.value("gen_ai.response.id")).isNotEmpty();
		assertThat(this.watched.value("deepseek.response.trace_id")).isNotEmpty();
		assertThat(this.watched.value("deepseek.outcome")).isEqualTo("complete");
		assertThat(this.watched.value("deepseek.retries")).isEqualTo("0");
		assertThat(this.watched.value("deepseek.time_to_first_token") != null).isEqualTo(streaming);
		assertThat(this.watched.events()).containsExactly("first.data");
		this.watched.assertNothingLeft();
	}

	@Test
	void tokensAndCostAreTold() {
		this.watched.wire().answer(Answer.reasoning("Light scatters.").text("Because of scattering."));
		CostCalculator costs = new CostCalculator(PriceTable.documented(Currency.getInstance("USD")));
		this.watched.builder((settings) -> settings.withCostCalculator(costs))
			.build()
			.stream(REQUEST.mutate().thinking(null).build())
			.blockLast(Wire.PATIENCE);
		DeepSeekObservationContext call = this.watched.call();
		TokenUsage usage = call.getUsage();
		assertThat(usage).isNotNull();
		assertThat(call.getReasoningTokens()).isPositive();
		assertThat(this.watched.value("gen_ai.usage.input_tokens"))
			.isEqualTo(String.valueOf(usage.cacheHit() + usage.cacheMiss()));
		assertThat(this.watched.value("gen_ai.usage.output_tokens")).isEqualTo(String.valueOf(usage.output()));
		assertThat(this.watched.value("deepseek.usage.reasoning_tokens"))
			.isEqualTo(String.valueOf(call.getReasoningTokens()));
		Cost cost = call.getCost();
		assertThat(cost).isNotNull();
		assertThat(cost.amount()).isPositive();
		assertThat(this.watched.value("deepseek.cost")).isEqualTo(cost.amount().toPlainString());
		assertThat(this.watched.value("deepseek.cost.currency")).isEqualTo("USD");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void hasEndedBeforeTheSubscriberSeesTheEnd(boolean failing) {
		this.watched.wire().answer(failing ? Answer.unauthorized() : Answer.text("Yes"));
		AtomicInteger ended = new AtomicInteger(-1);
		Mono<?> call = this.watched.template()
			.stream(REQUEST)
			.doOnTerminate(() -> ended.set(this.watched.stopped().size()))
			.onErrorComplete()
			.then();
		call.block(Wire.PATIENCE);
		assertThat(ended).hasValue(1);
	}

	@Test
	void whenFailedThenTheExceptionIsTold() {
		this.watched.wire().answer(Answer.unauthorized());
		StepVerifier.create(this.watched.template().chat(REQUEST))
			.expectError(DeepSeekException.class)
			.verify(Wire.PATIENCE);
		assertThat(this.watched.call().getError()).isInstanceOf(DeepSeekException.class);
		assertThat(this.watched.call().getOutcome()).isEqualTo(CallOutcome.FAILED);
		assertThat(this.watched.value("error.type")).isEqualTo("io.github.deepseekspring.InvalidApiKeyException");
		assertThat(this.watched.value("gen_ai.response.model")).isEqualTo("none");
		this.watched.assertNothingLeft();
	}

	@Test
	void whenSentAgainThenEachRetryIsAnEventOfOneObservation() {
		this.watched.wire()
			.answer(Answer.serverError(), Answer.overloaded(), Answer.rateLimited(), Answer.text("Finally"));
		this.watched.builder().retry(Wire.attempts(3)).build().stream(REQUEST).blockLast(Wire.PATIENCE);
		assertThat(this.watched.call().getRetries()).isEqualTo(3);
		assertThat(this.watched.events()).containsExactly("retry", "retry", "retry", "first.data");
		assertThat(this.watched.call().getOutcome()).isEqualTo(CallOutcome.COMPLETE);
		this.watched.assertNothingLeft();
	}

	@Test
	void keepAlivesOfAllAttemptsAreCounted() {
		this.watched.wire()
			.answer(Answer.raw().keepAlive().keepAlive().event(Payloads.error("Busy", "server_error", "x")).end(),
					Answer.raw().keepAlive().write(Payloads.stream("Yes")).end());
		this.watched.builder().retry(Wire.attempts(2)).build().stream(REQUEST).blockLast(Wire.PATIENCE);
		assertThat(this.watched.call().getRetries()).isOne();
		assertThat(this.watched.value("deepseek.keep_alives")).isEqualTo("3");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancelledInTheAnswerThenHasEnded(boolean streaming) {
		this.watched.wire().answer(Answer.raw().keepAlive().hang());
		Publisher<?> answer = streaming ? this.watched.template().stream(REQUEST)
				: this.watched.template().chat(REQUEST);
		Disposable call = Flux.from(answer).subscribe();
		this.watched.wire().log().awaitRequests(1, Wire.PATIENCE);
		assertThat(this.watched.stopped()).isEmpty();
		call.dispose();
		assertThat(this.watched.call().getOutcome()).isEqualTo(CallOutcome.CANCELLED);
		assertThat(this.watched.call().getError()).isNull();
		this.watched.assertNothingLeft();
	}

	@Test
	void whenCancelledAfterSomeTextThenTheTimeToItIsKept() {
		this.watched.wire().answer(Answer.raw().repeat(Payloads.event(Payloads.chunk("on")), Duration.ofMillis(1)));
		this.watched.template().stream(REQUEST).take(3).blockLast(Wire.PATIENCE);
		assertThat(this.watched.call().getOutcome()).isEqualTo(CallOutcome.CANCELLED);
		assertThat(this.watched.call().getTimeToFirstToken()).isNotNull();
	}

	@Test
	void whenCancelledInTheQueueThenTheWaitIsTold() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				new ConcurrencySettings(true, defaults.accountType(), Map.of("deepseek-v4-pro", 1), Map.of(), 1,
						Map.of(), null, Duration.ofMinutes(1), Duration.ZERO, defaults.adaptive()));
		this.watched.wire().answerAll(Answer.raw().keepAlive().hang());
		DeepSeekTemplate template = this.watched.builder().concurrencyLimiter(limiter).build();
		Disposable running = template.stream(REQUEST).subscribe();
		this.watched.wire().log().awaitRequests(1, Wire.PATIENCE);
		Disposable queued = template.stream(REQUEST).subscribe();
		queued.dispose();
		assertThat(this.watched.call(1).getOutcome()).isEqualTo(CallOutcome.CANCELLED);
		assertThat(this.watched.call(1).getQueueWait()).isNotNull();
		assertThat(this.watched.call(1).getTraceId()).isNull();
		running.dispose();
		assertThat(this.watched.stopped()).hasSize(2);
		this.watched.assertNothingLeft();
	}

	@Test
	void otherCallsAreObservedToo() {
		DeepSeekTemplate template = this.watched.template();
		MessageRequest message = MessageRequest.builder().message(MessageParam.user("Why?")).maxTokens(100).build();
		CompletionRequest text = CompletionRequest.builder("Once").build();
		for (Publisher<?> call : List.of(template.message(message), template.streamMessage(message),
				template.complete(text), template.streamCompletion(text))) {
			Flux.from(call).blockLast(Wire.PATIENCE);
		}
		assertThat(this.watched.stopped()).hasSize(4).allSatisfy((call) -> {
			assertThat(call.getName()).isEqualTo("gen_ai.client.operation");
			assertThat(call.getUsage()).isNotNull();
			assertThat(call.getUsage().output()).isPositive();
			assertThat(call.getFinishReasons()).hasSize(1);
			assertThat(call.getResponseId()).isNotNull();
			assertThat(call.getTimeToFirstToken() != null).isEqualTo(call.getRequest().streaming());
		});
		assertThat(this.watched.stopped()).extracting((call) -> call.getRequest().operation())
			.containsExactly("chat", "chat", "text_completion", "text_completion");
	}

	@Test
	void callsThatNoModelAnswersHaveAnotherName() {
		this.watched.template().models().blockLast(Wire.PATIENCE);
		this.watched.template().balance().block(Wire.PATIENCE);
		assertThat(this.watched.stopped()).hasSize(2)
			.allSatisfy((call) -> assertThat(call.getName()).isEqualTo("deepseek.client.operation"))
			.extracting(DeepSeekObservationContext::getContextualName)
			.containsExactly("models", "balance");
	}

	@Test
	void eachSubscriptionIsACallOfItsOwn() {
		this.watched.wire().answerAll(Answer.text("Yes"));
		Mono<?> call = this.watched.template().chat(REQUEST);
		assertThat(this.watched.started()).isEmpty();
		call.repeat(1).blockLast(Wire.PATIENCE);
		assertThat(this.watched.stopped()).hasSize(2);
	}

	@Test
	void whenManyAreCancelledAtAnyMomentThenNoneIsLeft() {
		this.watched.wire().answerAll(Answer.raw().write(Payloads.stream("a", "b", "c")).end());
		DeepSeekTemplate template = this.watched.template();
		Flux.range(0, 200)
			.flatMap((i) -> template.stream(REQUEST)
				.takeUntilOther(Mono.delay(Duration.ofNanos(i * 20_000L)))
				.materialize()
				.filter((signal) -> signal.getType() == SignalType.ON_ERROR), 8)
			.blockLast(Wire.PATIENCE);
		assertThat(this.watched.started()).hasSize(200);
		this.watched.assertNothingLeft();
	}

}
