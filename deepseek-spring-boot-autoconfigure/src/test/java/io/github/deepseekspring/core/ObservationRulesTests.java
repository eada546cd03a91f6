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
import java.util.Currency;
import java.util.List;

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.messages.MessageParam;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.observation.DeepSeekObservationContext;
import io.github.deepseekspring.observation.DefaultDeepSeekObservationConvention;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.token.PriceTable;
import io.github.deepseekspring.user.CallerResolver;
import io.github.deepseekspring.user.UserId;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an observation tells, and what it does not.
 */
class ObservationRulesTests {

	private static final String SECRET = "the gardener did it";

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
		.message(ChatMessage.user(SECRET + " " + Wire.API_KEY))
		.model("deepseek-v4-flash")
		.userId(UserId.of("ada-lovelace"))
		.build();

	@AutoClose
	private final Watched watched = new Watched();

	@Test
	void whenTheModelIsUnknownThenItIsTheSameForAllOfThem() {
		DeepSeekTemplate template = this.watched.template();
		for (int i = 0; i < 3; i++) {
			template.chat(REQUEST.mutate().model("made-up-" + i).build()).onErrorComplete().block(Wire.PATIENCE);
		}
		assertThat(this.watched.stopped()).extracting(DeepSeekObservationContext::getContextualName)
			.containsOnly("chat other");
		assertThat(this.watched.meters().getMeters())
			.noneMatch((meter) -> meter.getId().toString().contains("made-up"));
	}

	@Test
	void whenTheModelIsConfiguredThenItIsTold() {
		this.watched.builder()
			.chatDefaults(new ChatDefaults("my-model", null, null, null, null, null, null))
			.build()
			.chat(REQUEST.mutate().model(null).build())
			.onErrorComplete()
			.block(Wire.PATIENCE);
		assertThat(this.watched.value("gen_ai.request.model")).isEqualTo("my-model");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenInsideTheObservationOfAModelThenTokensCountOnce(boolean inside) {
		this.watched.wire().answer(Answer.text("Yes"));
		CostCalculator costs = new CostCalculator(PriceTable.documented(Currency.getInstance("USD")));
		Observation parent = Observation.start(inside ? "gen_ai.client.operation" : "http.server.requests",
				this.watched.registry());
		this.watched.builder((settings) -> settings.withCostCalculator(costs))
			.build()
			.stream(REQUEST)
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent))
			.blockLast(Wire.PATIENCE);
		parent.stop();
		assertThat(this.watched.call().getName())
			.isEqualTo(inside ? "deepseek.client.operation" : "gen_ai.client.operation");
		assertThat(this.watched.call().getParentObservation()).isSameAs(parent);
		assertThat(this.watched.meters().find("gen_ai.client.token.usage").counters()).hasSize(inside ? 0 : 3);
		assertThat(this.watched.meters().find("deepseek.client.tokens").counters()).hasSize(3);
		assertThat(this.watched.meters().get("deepseek.client.cost").tag("currency", "USD").counter().count())
			.isPositive();
		assertThat(this.watched.meters().get("deepseek.client.time.to.first.token").timer().count()).isOne();
	}

	@Test
	void theTypesOfTokensAddUp() {
		this.watched.wire().answer(Answer.reasoning("Light scatters.").text("Yes"));
		this.watched.template().stream(REQUEST).blockLast(Wire.PATIENCE);
		double input = tokens("gen_ai.client.token.usage", "gen_ai.token.type", "input");
		double output = tokens("gen_ai.client.token.usage", "gen_ai.token.type", "output");
		assertThat(tokens("gen_ai.client.token.usage", "gen_ai.token.type", "total")).isEqualTo(input + output);
		assertThat(tokens("deepseek.client.tokens", "type", "cache_hit")
				+ tokens("deepseek.client.tokens", "type", "cache_miss"))
			.isEqualTo(input);
		assertThat(tokens("deepseek.client.tokens", "type", "reasoning")).isPositive().isLessThan(output);
	}

	private double tokens(String meter, String key, String value) {
		Counter counter = this.watched.meters().get(meter).tag(key, value).counter();
		return counter.count();
	}

	@Test
	void theHttpExchangesAreInsideTheCall() {
		List<Observation.ContextView> parents = new ArrayList<>();
		this.watched.registry().observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStart(Observation.Context context) {
				if ("http.client.requests".equals(context.getName())) {
					parents.add(context.getParentObservation().getContextView());
				}
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		this.watched.wire().answer(Answer.serverError(), Answer.text("Yes"));
		this.watched.builder().retry(Wire.attempts(2)).build().stream(REQUEST).blockLast(Wire.PATIENCE);
		assertThat(parents).hasSize(2).containsOnly(this.watched.call());
	}

	@Test
	void whenAConventionIsGivenThenItNamesTheCall() {
		this.watched.wire().answer(Answer.text("Yes"));
		this.watched.builder((settings) -> settings.withConvention(new TeamConvention()))
			.build()
			.chat(REQUEST)
			.block(Wire.PATIENCE);
		assertThat(this.watched.call().getName()).isEqualTo("team.deepseek");
		assertThat(this.watched.value("team")).isEqualTo("search");
	}

	@Test
	void withoutContentNeitherTextNorUserNorKeyIsTold() {
		this.watched.wire().answer(Answer.text("Never the butler"), Answer.contentRisk());
		this.watched.template().stream(REQUEST).blockLast(Wire.PATIENCE);
		this.watched.template().chat(REQUEST).onErrorComplete().block(Wire.PATIENCE);
		assertThat(this.watched.stopped()).hasSize(2)
			.allSatisfy((call) -> assertThat(call + " " + call.getError()).doesNotContain(SECRET, "butler",
					"ada-lovelace", Wire.API_KEY));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void withContentTextIsToldButNeitherUserNorKey(boolean streaming) {
		this.watched.wire().answer(Answer.reasoning("Who else?").text("Never the butler"));
		DeepSeekTemplate template = this.watched.builder((settings) -> settings.withIncludeContent(true)).build();
		Mono<?> answer = streaming ? template.stream(REQUEST).then() : template.chat(REQUEST);
		answer.block(Wire.PATIENCE);
		assertThat(this.watched.value("gen_ai.input.messages"))
			.isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"" + SECRET + " ***\"}]}]");
		assertThat(this.watched.value("gen_ai.output.messages")).contains("Who else?", "Never the butler", "assistant",
				"\"finish_reason\":\"stop\"");
		assertThat(this.watched.call().toString()).doesNotContain("ada-lovelace", Wire.API_KEY);
	}

	@Test
	void contentOfMessagesIsCutWhenLong() {
		MessageRequest request = MessageRequest.builder()
			.system("Be brief.")
			.message(MessageParam.user("x".repeat(50_000)))
			.maxTokens(10)
			.build();
		this.watched.wire().answer(Answer.text("y".repeat(50_000)));
		this.watched.builder((settings) -> settings.withIncludeContent(true))
			.build()
			.streamMessage(request)
			.onErrorComplete()
			.blockLast(Wire.PATIENCE);
		assertThat(this.watched.value("gen_ai.input.messages")).hasSize(16_384).contains("Be brief.", "xxx");
		assertThat(this.watched.value("gen_ai.output.messages")).hasSize(16_384).contains("yyy");
	}

	@Test
	void whenABeanOfTheApplicationFailsThenItsMessageIsNotTold() {
		CallerResolver failing = (explicit) -> Mono.error(new IllegalStateException("No account of ada-lovelace"));
		StepVerifier
			.create(this.watched.builder().callerResolver(failing).build().chat(REQUEST.mutate().userId(null).build()))
			.expectError(IllegalStateException.class)
			.verify(Wire.PATIENCE);
		assertThat(this.watched.call().getError()).hasMessage("The call failed with java.lang.IllegalStateException")
			.hasNoCause();
		assertThat(this.watched.value("error.type")).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void whenNobodyObservesThenThereIsNoContext() {
		List<String> names = new ArrayList<>();
		ObservationPredicate none = (name, context) -> {
			names.add(name);
			return false;
		};
		this.watched.wire().answerAll(Answer.text("Yes"));
		this.watched.registry().observationConfig().observationPredicate(none);
		assertThat(this.watched.template().stream(REQUEST).blockLast(Wire.PATIENCE)).isNotNull();
		assertThat(names).contains("gen_ai.client.operation");
		names.clear();
		DeepSeekTemplate unobserved = this.watched.wire()
			.builder()
			.observation((settings) -> settings.withConvention(new FailingConvention()))
			.build();
		assertThat(unobserved.stream(REQUEST).blockLast(Wire.PATIENCE)).isNotNull();
		assertThat(names).isEmpty();
		assertThat(this.watched.started()).isEmpty();
	}

	/**
	 * A convention of an application.
	 */
	private static final class TeamConvention extends DefaultDeepSeekObservationConvention {

		@Override
		public String getName() {
			return "team.deepseek";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(DeepSeekObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and(KeyValue.of("team", "search"));
		}

	}

	/**
	 * A convention that must not be asked.
	 */
	private static final class FailingConvention extends DefaultDeepSeekObservationConvention {

		@Override
		public String getName() {
			throw new IllegalStateException("Nobody observes");
		}

	}

}
