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

package io.github.deepseekspring.springai;

import java.time.Duration;

import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.simulator.Answer;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelMeterObservationHandler;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the observations of a {@link DeepSeekChatModel}.
 */
class ChatObservationTests {

	private static final Prompt PROMPT = new Prompt("Why is the sky blue?",
			DeepSeekChatOptions.builder().model("deepseek-v4-flash").maxTokens(2000).userId("ada").build());

	@AutoClose
	private final SimulatedChat chat = new SimulatedChat();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final DeepSeekChatModel model = DeepSeekChatModel.builder(this.chat.template((builder) -> builder))
		.observationRegistry(this.registry)
		.build();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anObservationHasTheNamesAndKeysOfSpringAi(boolean streaming) {
		this.chat.enqueue(Answer.reasoning("Light scatters.").text("Because.").usage(20, 12, 8, 5));
		ask(streaming);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsEqualTo(1)
			.hasSingleObservationThat()
			.hasBeenStarted()
			.hasBeenStopped()
			.hasNameEqualTo("gen_ai.client.operation")
			.hasContextualNameEqualTo("chat deepseek-v4-flash")
			.hasLowCardinalityKeyValue("gen_ai.operation.name", "chat")
			.hasLowCardinalityKeyValue("gen_ai.system", "deepseek")
			.hasLowCardinalityKeyValue("gen_ai.request.model", "deepseek-v4-flash")
			.hasLowCardinalityKeyValue("gen_ai.response.model", "deepseek-flash")
			.hasHighCardinalityKeyValue("gen_ai.request.max_tokens", "2000")
			.hasHighCardinalityKeyValue("gen_ai.response.finish_reasons", "[\"stop\"]")
			.hasHighCardinalityKeyValue("gen_ai.usage.input_tokens", "20")
			.hasHighCardinalityKeyValue("gen_ai.usage.output_tokens", "8")
			.hasHighCardinalityKeyValue("gen_ai.usage.total_tokens", "28")
			.satisfies((context) -> {
				assertThat(context.getAllKeyValues()).noneMatch((keyValue) -> keyValue.getValue().contains("ada"));
				assertThat(context).isInstanceOfSatisfying(ChatModelObservationContext.class, (own) -> {
					assertThat(own.isStreaming()).isEqualTo(streaming);
					assertThat(own.getResponse()).isNotNull();
					assertThat(own.getResponse().getResult().getOutput().getText()).isEqualTo("Because.");
					assertThat(own.getResponse().getMetadata().getUsage().getCacheReadInputTokens()).isEqualTo(12);
				});
			});
	}

	@Test
	void tokensAreCountedOnce() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		this.registry.observationConfig().observationHandler(new ChatModelMeterObservationHandler(meters));
		this.chat.enqueue(Answer.text("Because.").usage(20, 12, 8, 0));
		ask(true);
		assertThat(meters.get("gen_ai.client.token.usage").tag("gen_ai.token.type", "total").counter().count())
			.isEqualTo(28);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenACallFailsThenItsObservationHasTheError(boolean streaming) {
		this.chat.enqueue(Answer.unauthorized());
		assertThatExceptionOfType(InvalidApiKeyException.class).isThrownBy(() -> ask(streaming));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasBeenStopped()
			.thenError()
			.isInstanceOf(InvalidApiKeyException.class);
	}

	@Test
	void whenAStreamIsCancelledThenItsObservationStops() {
		this.chat.enqueue(Answer.text("on and ".repeat(5000)).chunkInterval(Duration.ofMillis(20)));
		StepVerifier.create(this.model.stream(PROMPT), 1)
			.expectNextCount(1)
			.then(() -> TestObservationRegistryAssert.assertThat(this.registry)
				.hasSingleObservationThat()
				.hasBeenStarted()
				.isNotStopped())
			.thenCancel()
			.verify(SimulatedChat.PATIENCE);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasBeenStopped()
			.doesNotHaveError();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theObservationIsTheParentOfWhatHappensInside(boolean streaming) {
		DeepSeekOperations operations = mock(DeepSeekOperations.class);
		given(operations.chat(any(ChatCompletionRequest.class))).willReturn(Mono
			.deferContextual((context) -> Mono.error(new Seen(context.get(ObservationThreadLocalAccessor.KEY)))));
		given(operations.stream(any(ChatCompletionRequest.class))).willReturn(Flux.<ChatCompletionChunk>deferContextual(
				(context) -> Flux.error(new Seen(context.get(ObservationThreadLocalAccessor.KEY)))));
		DeepSeekChatModel observed = DeepSeekChatModel.builder(operations).observationRegistry(this.registry).build();
		Observation parent = Observation.start("parent", this.registry);
		Flux<ChatResponse> answer = streaming ? observed.stream(PROMPT)
				: Flux.defer(() -> parent.scoped(() -> Flux.just(observed.call(PROMPT))));
		StepVerifier.create(answer.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent)))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(Seen.class, (seen) -> {
				assertThat(seen.observation.getContextView().getName()).isEqualTo("gen_ai.client.operation");
				assertThat(seen.observation.getContextView().getParentObservation()).isSameAs(parent);
			}))
			.verify(SimulatedChat.PATIENCE);
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void aConventionReplacesThatOfSpringAi() {
		DeepSeekChatModel own = DeepSeekChatModel.builder(this.chat.template((builder) -> builder))
			.observationRegistry(this.registry)
			.observationConvention(new DefaultChatModelObservationConvention() {

				@Override
				public String getName() {
					return "own";
				}

				@Override
				public KeyValues getLowCardinalityKeyValues(ChatModelObservationContext context) {
					return KeyValues.of("tenant", "a");
				}

			})
			.build();
		own.call(PROMPT);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasNameEqualTo("own")
			.hasLowCardinalityKeyValue("tenant", "a");
	}

	private void ask(boolean streaming) {
		if (streaming) {
			this.model.stream(PROMPT).blockLast(SimulatedChat.PATIENCE);
		}
		else {
			this.model.call(PROMPT);
		}
	}

	private static final class Seen extends RuntimeException {

		private final transient Observation observation;

		Seen(Observation observation) {
			this.observation = observation;
		}

	}

}
