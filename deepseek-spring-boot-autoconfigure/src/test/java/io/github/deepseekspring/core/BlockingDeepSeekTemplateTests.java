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
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.ToolRoundsExceededException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.MessageParam;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the calls that a thread waits for.
 */
@Timeout(60)
class BlockingDeepSeekTemplateTests {

	private static final ToolFunction<?> TOOL = ToolFunction.of("order_status", "Tells how far the order is.",
			() -> "packed");

	@AutoClose
	private final Wire wire = new Wire();

	private final BlockingDeepSeekOperations deepSeek = new BlockingDeepSeekTemplate(this.wire.template());

	@Test
	void answersOfChatsAreValues() {
		this.wire.answerAll(Answer.text("Scattering."));
		BlockingPromptSpec prompt = this.deepSeek.prompt("Why?");
		assertThat(prompt.content()).isEqualTo("Scattering.");
		assertThat(prompt.completion().content()).isEqualTo("Scattering.");
		assertThat(prompt.stream().completion().content()).isEqualTo("Scattering.");
		assertThat(this.deepSeek.chat(Wire.REQUEST).content()).isEqualTo("Scattering.");
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::stream)
			.containsExactly(false, false, true, false);
	}

	@Test
	void whenTheAnswerHasNoTextThenContentIsNull() {
		this.wire.answer(Answer.toolCall("order_status", "{}"));
		assertThat(this.deepSeek.prompt("Where?").content()).isNull();
	}

	@Test
	void answersOfChatsAreStreams() {
		this.wire.answerAll(Answer.chunks("Scat", "tering."));
		BlockingStreamSpec stream = this.deepSeek.prompt("Why?").stream();
		assertThat(stream.content()).containsExactly("Scat", "tering.");
		assertThat(stream.chunks()).hasSizeGreaterThan(2);
		assertThat(this.deepSeek.stream(Wire.REQUEST)).hasSizeGreaterThan(2);
		assertThat(stream.events()).last().isInstanceOf(ChatEvent.Finished.class);
		assertThat(this.deepSeek.prompt("Why?").events()).singleElement().isInstanceOf(ChatEvent.Finished.class);
	}

	@Test
	void waitingCanBeSeen() {
		this.wire.answer(Answer.raw().keepAlive().write(Payloads.stream("one")).end());
		assertThat(this.deepSeek.prompt("Why?").stream().signals().events()).first()
			.isInstanceOf(ChatEvent.KeepAlive.class);
	}

	@Test
	void toolsRun() {
		this.wire.answer(Answer.toolCall("order_status", "{}"), Answer.text("It is packed."));
		assertThat(this.deepSeek.prompt("Where?").tools(TOOL).content()).isEqualTo("It is packed.");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.deepSeek.prompt("Where?").tools(TOOL).stream().chunks());
	}

	@Test
	void entitiesAreValuesAndStreams() {
		BlockingPromptSpec prompt = this.deepSeek.prompt("Count.");
		this.wire.answer(Answer.text("{\"number\":1}"), Answer.text("{\"a\":1}"), Answer.text("{\"items\":[1,2]}"),
				Answer.text("{\"items\":[1,2]}"));
		assertThat(prompt.entity(Count.class)).isEqualTo(new Count(1));
		assertThat(prompt.entity(new ParameterizedTypeReference<Map<String, Integer>>() {
		})).isEqualTo(Map.of("a", 1));
		assertThat(prompt.entityList(Integer.class)).containsExactly(1, 2);
		assertThat(prompt.stream().entityList(Integer.class)).containsExactly(1, 2);
	}

	@Test
	void theOtherApisAreThereToo() {
		MessageRequest message = MessageRequest.builder().messages(MessageParam.user("Why?")).maxTokens(100).build();
		assertThat(this.deepSeek.message(message).content()).isNotEmpty();
		assertThat(this.deepSeek.streamMessage(message)).last().isInstanceOf(MessageEvent.MessageStop.class);
		CompletionRequest completion = CompletionRequest.builder("def f(").maxTokens(10).build();
		assertThat(this.deepSeek.complete(completion).choices()).isNotEmpty();
		assertThat(this.deepSeek.streamCompletion(completion)).isNotEmpty();
		assertThat(this.deepSeek.models()).isNotEmpty();
		assertThat(this.deepSeek.balance().infos()).isNotEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void everyStepSaysTheSameAsThatOfTheReactiveCall(Function<ChatSpec<?>, ChatSpec<?>> step) {
		((PromptSpec) step.apply(this.wire.template().prompt("Hi"))).completion().block(Wire.PATIENCE);
		((BlockingPromptSpec) step.apply(this.deepSeek.prompt("Hi"))).completion();
		List<String> sent = this.wire.log().requests().stream().map(RecordedRequest::body).toList();
		assertThat(sent).hasSize(2);
		assertThat(sent.get(1)).isEqualTo(sent.get(0));
		this.deepSeek.prompt("Hi").completion();
		assertThat(this.wire.log().last().body()).isNotEqualTo(sent.get(0));
	}

	static Stream<Function<ChatSpec<?>, ChatSpec<?>>> everyStepSaysTheSameAsThatOfTheReactiveCall() {
		return Stream.of((call) -> call.request(Wire.REQUEST), (call) -> call.system("Be brief."),
				(call) -> call.user("Why?"), (call) -> call.messages(List.of(ChatMessage.user("Why?"))),
				(call) -> call.conversation(Conversation.empty().user("Why?")), (call) -> call.prefix("Because"),
				(call) -> call.model("deepseek-v4-pro"), (call) -> call.userId("u-1"),
				(call) -> call.options((options) -> options.temperature(0.2)), (call) -> call.tools(TOOL),
				(call) -> call.tools(List.of(TOOL)));
	}

	@Test
	void settingsOfTheCallApply() {
		this.wire.answer(Answer.raw().hangBeforeHeaders(), Answer.toolCall("order_status", "{}"),
				Answer.text("no number"));
		assertThatExceptionOfType(StalledException.class).isThrownBy(() -> this.deepSeek.prompt("Why?")
			.timeouts((timeouts) -> timeouts.withOverall(Duration.ofMillis(100)))
			.content());
		assertThatExceptionOfType(ToolRoundsExceededException.class).isThrownBy(() -> this.deepSeek.prompt("Where?")
			.tools(TOOL)
			.toolSettings((settings) -> settings.withMaxRounds(1))
			.content());
		assertThatExceptionOfType(InvalidEntityException.class).isThrownBy(() -> this.deepSeek.prompt("Count.")
			.entitySettings((settings) -> settings.withMaxAttempts(1))
			.entity(Integer.class));
		assertThatExceptionOfType(InvalidUserIdException.class)
			.isThrownBy(() -> this.deepSeek.prompt("Why?").userId("not valid"));
	}

	@Test
	void stepsLeaveTheCallAsItWas() {
		BlockingPromptSpec prompt = this.deepSeek.prompt("Why?");
		prompt.system("Be brief.").user("And now?");
		prompt.content();
		assertThat(this.wire.log().last().json().path("messages")).hasSize(1);
	}

	@Test
	void failuresAreThrown() {
		this.wire.answer(Answer.overloaded(), Answer.raw().write(Payloads.event(Payloads.chunk("one"))).end(),
				Answer.raw().write(Payloads.event(Payloads.chunk("one"))).end());
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> this.deepSeek.prompt("Why?").content());
		assertThatExceptionOfType(TruncatedException.class)
			.isThrownBy(() -> this.deepSeek.prompt("Why?").stream().completion())
			.satisfies((ex) -> assertThat(ex.getPartialContent()).isEqualTo("one"));
		StringBuilder text = new StringBuilder();
		assertThatExceptionOfType(TruncatedException.class)
			.isThrownBy(() -> this.deepSeek.prompt("Why?").stream().content().forEach(text::append));
		assertThat(text).hasToString("one");
	}

	record Count(int number) {

	}

}
