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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.IncompleteToolCallException;
import io.github.deepseekspring.ToolRoundsExceededException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.ChatAnswer;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.tool.ToolException;
import io.github.deepseekspring.tool.ToolFailureHandler;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls in which the model, a tool or the connection makes a mistake.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ToolMistakesTests {

	private static final String SECRET = "jdbc:postgres://user:pa55@db";

	private static final ChatAnswer DONE = Answer.text("Done.");

	private final List<Order> orders = new CopyOnWriteArrayList<>();

	@AutoClose
	private final Wire wire = new Wire();

	private final ToolFunction<Order> order = ToolFunction.of("order", "Orders something.", Order.class, (input) -> {
		this.orders.add(input);
		return "ordered";
	});

	private final PromptSpec prompt = this.wire.template().prompt("Order tea.").tools(this.order);

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"item\":\"tea\",\"count\":|not valid JSON", "tea|not valid JSON",
			"{\"item\":\"tea\",\"count\":1}{}|not valid JSON", "[1]|not a JSON object", "{\"item\":\"tea\"}|count",
			"{\"item\":\"tea\",\"count\":\"many\"}|$.count", "{\"item\":\"tea\",\"count\":1,\"colour\":\"red\"}|colour",
			"{\"item\":\"tea\",\"count\":0}|At least one.", "{\"item\":\"tea\",\"count\":-1}|cannot be read" })
	void whenArgumentsAreWrongThenTheModelIsToldAndNothingRuns(String arguments, String problem) {
		this.wire.answer(Answer.toolCall("order", arguments),
				Answer.toolCall("order", "{\"item\":\"tea\",\"count\":2}"), DONE);
		List<ChatEvent> events = Signals.of(this.prompt.stream().events()).complete();
		assertThat(result(1)).contains(problem).doesNotContain("io.github");
		assertThat(this.orders).containsExactly(new Order("tea", 2));
		assertThat(result(2)).isEqualTo("ordered");
		assertThat(events).filteredOn(ChatEvent.ToolFinished.class::isInstance)
			.extracting((event) -> ((ChatEvent.ToolFinished) event).failed())
			.containsExactly(true, false);
	}

	@Test
	void whenToolIsUnknownThenTheModelIsToldTheNames() {
		this.wire.answer(Answer.toolCall("reorder", "{}"), DONE);
		Signals.of(this.prompt.completion()).complete();
		assertThat(result(1)).contains("reorder").contains("order.");
		assertThat(this.orders).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenToolFailsForTheModelThenTheModelIsToldWhy(boolean reactive) {
		fail(new ToolException("There is no tea left."), reactive);
		assertThat(result(1)).isEqualTo("There is no tea left.");
	}

	@Test
	void whenTheMessageForTheModelIsCutWithinACharacterThenItIsSentAllTheSame() {
		fail(new ToolException("There is no \uD83C"), false);
		assertThat(result(1)).isEqualTo("There is no \uFFFD");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenToolFailsOtherwiseThenTheModelIsToldNothingMoreAndTheLogHasNoText(boolean reactive,
			CapturedOutput output) {
		fail(new IllegalStateException(SECRET), reactive);
		assertThat(result(1)).contains("failed").doesNotContain(SECRET);
		assertThat(output).contains("WARN")
			.contains("'broken'")
			.contains("IllegalStateException at " + getClass().getName())
			.doesNotContain(SECRET)
			.doesNotContain("secret argument");
	}

	@Test
	void whenToolFailsWithAnErrorOfTheVirtualMachineThenTheCallGoesOn() {
		this.wire.answer(Answer.toolCall("broken", "{}"), DONE);
		Signals.of(this.wire.template().prompt("Go.").tools(ToolFunction.of("broken", "Fails.", () -> {
			throw new NoClassDefFoundError(SECRET);
		})).completion()).complete();
		assertThat(result(1)).contains("failed").doesNotContain(SECRET);
	}

	private void fail(RuntimeException failure, boolean reactive) {
		this.wire.answer(Answer.toolCall("broken", "{\"text\":\"secret argument\"}"), DONE);
		Signals.of(this.wire.template().prompt("Go.").tools(ToolFunction.of("broken", "Fails.", () -> {
			if (reactive) {
				return Mono.error(failure);
			}
			throw failure;
		})).completion()).complete();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheHandlerWantsItThenTheCallFailsAndOtherToolsAreCancelled(boolean streaming) {
		AtomicBoolean cancelled = new AtomicBoolean();
		Sinks.Empty<Void> slowRuns = Sinks.empty();
		this.wire.answer(Answer.toolCall("slow", "{}").toolCall("broken", "{}"));
		PromptSpec prompt = this.wire.template()
			.prompt("Go.")
			.tools(ToolFunction.of("slow", "Never ends.",
					() -> Mono.never()
						.doOnRequest((demand) -> slowRuns.tryEmitEmpty())
						.doOnCancel(() -> cancelled.set(true))),
					ToolFunction.of("broken", "Fails.",
							() -> slowRuns.asMono().then(Mono.error(new SecurityException(SECRET)))))
			.toolSettings((settings) -> settings.withOnFailure((call, failure) -> {
				throw (Exception) failure;
			}));
		Flux<ChatEvent> events = streaming ? prompt.stream().events() : prompt.events();
		Signals.of(events).failure(SecurityException.class);
		assertThat(cancelled).isTrue();
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@Test
	void whenTheHandlerItselfIsBrokenThenTheCallFails() {
		this.wire.answer(Answer.toolCall("unknown", "{}"));
		Signals.of(this.prompt.toolSettings((settings) -> settings.withOnFailure((call, failure) -> {
			throw new NoClassDefFoundError("missing");
		})).completion()).failure(IllegalStateException.class);
	}

	@Test
	void whenTheHandlerHasAnotherTextThenTheModelIsToldThat() {
		List<String> failures = new ArrayList<>();
		this.wire.answer(Answer.toolCall("order", "tea"), DONE);
		Signals.of(this.prompt.toolSettings((settings) -> settings.withOnFailure((call, failure) -> {
			failures.add(call.arguments() + " " + failure.getClass().getSimpleName());
			return ToolFailureHandler.tellModel().handle(call, failure) + " Please.";
		})).completion()).complete();
		assertThat(failures).containsExactly("tea ToolException");
		assertThat(result(1)).contains("not valid JSON").endsWith(" Please.");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheModelNeverStopsThenFailsAfterTheLastRoundWithoutRunningItsTools(boolean streaming) {
		this.wire.answerAll(Answer.toolCall("order", "{\"item\":\"tea\",\"count\":1}"));
		PromptSpec prompt = this.prompt.toolSettings((settings) -> settings.withMaxRounds(3));
		Flux<ChatEvent> events = streaming ? prompt.stream().events() : prompt.events();
		ToolRoundsExceededException failure = Signals.of(events).failure(ToolRoundsExceededException.class);
		assertThat(failure.getMaxRounds()).isEqualTo(3);
		assertThat(failure).hasMessageContaining("3 rounds");
		assertThat(failure.isDelivered()).isTrue();
		assertThat(failure.isRetryable()).isFalse();
		assertThat(this.wire.log().requests()).hasSize(3);
		assertThat(this.orders).hasSize(2);
	}

	@Test
	void whenNothingIsSetThenTenRoundsAreMadeAtMost() {
		this.wire.answerAll(Answer.toolCall("order", "{\"item\":\"tea\",\"count\":1}"));
		Signals.of(this.prompt.completion()).failure(ToolRoundsExceededException.class);
		assertThat(this.wire.log().requests()).hasSize(10);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4 })
	void whenAStreamEndsWithinACallThenNothingRuns(int chunks) {
		ChatAnswer answer = Answer.text("So.").toolCall("order", "{\"item\":\"tea\",\"count\":1}");
		this.wire.answer(answer.fault(Fault.truncate().afterChunks(chunks)));
		Signals.of(this.prompt.stream().events()).failure(TruncatedException.class);
		this.wire.answer(answer.fault(Fault.reset().beforeFinish()));
		assertThat(Signals.of(this.prompt.stream().events()).failure()).isNotNull();
		assertThat(this.orders).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAnAnswerIsCutAtItsLengthThenNotEvenItsWholeCallsRun(boolean streaming) {
		this.wire.answer(Answer.toolCall("order", "{\"item\":\"tea\",\"count\":1}")
			.toolCall("order", "{\"item\":\"te")
			.finishReason("length"));
		Flux<ChatEvent> events = streaming ? this.prompt.stream().events() : this.prompt.events();
		DeepSeekException failure = Signals.of(events).failure(IncompleteToolCallException.class);
		assertThat(failure).hasMessageContaining("finish_reason length").hasMessageContaining("max_tokens");
		assertThat(((IncompleteToolCallException) failure).getFinishReason()).isEqualTo("length");
		assertThat(failure.isRetryable()).isFalse();
		assertThat(this.orders).isEmpty();
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@Test
	void whenACallHasNoIdThenNothingRuns() {
		this.wire.answer(Answer.of(200, "application/json",
				"{\"choices\":[{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":{\"role\":\"assistant\","
						+ "\"tool_calls\":[{\"function\":{\"name\":\"order\",\"arguments\":\"{}\"}}]}}]}"));
		assertThat(Signals.of(this.prompt.completion()).failure(IncompleteToolCallException.class))
			.hasMessageContaining("tool_calls[0].id");
		assertThat(this.orders).isEmpty();
	}

	/**
	 * Return what the model was told with a request.
	 */
	private String result(int request) {
		JsonNode messages = new JsonMapper().readTree(this.wire.log().requests().get(request).body()).path("messages");
		return messages.path(messages.size() - 1).path("content").stringValue();
	}

	record Order(String item, int count) {

		Order {
			if (count == 0) {
				throw new ToolException("At least one.");
			}
			if (count < 0) {
				throw new IllegalArgumentException(SECRET);
			}
		}

	}

}
