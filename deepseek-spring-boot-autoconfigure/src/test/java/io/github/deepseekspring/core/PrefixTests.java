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

import java.net.URI;
import java.util.List;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls that let the model continue its answer, over sockets.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/chat_prefix_completion">Chat prefix
 * completion</a>
 */
class PrefixTests {

	private static final String BEGINNING = "The sky is \"blue\"";

	private static final String LAST = "{\"role\":\"assistant\",\"content\":\"The sky is \\\"blue\\\"\",\"prefix\":true}]";

	@AutoClose
	private final Wire wire = new Wire();

	private final PromptSpec prompt = this.wire.template().prompt("Why is the sky blue?");

	@Test
	void onlyTheContinuationComes() {
		this.wire.answerAll(Answer.chunks(" because", " light scatters."));
		PromptSpec call = this.prompt.prefix(BEGINNING);
		assertThat(Signals.of(call.content()).complete()).containsExactly(" because light scatters.");
		assertThat(Signals.of(call.completion()).complete()).singleElement().satisfies((completion) -> {
			assertThat(completion.content()).isEqualTo(" because light scatters.");
			assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
		});
		assertThat(Signals.of(call.events()).complete()).hasOnlyElementsOfType(ChatEvent.Finished.class).hasSize(1);
		assertThat(Signals.of(call.stream().content()).complete()).containsExactly(" because", " light scatters.");
		assertThat(Signals.of(call.stream().completion()).complete()).singleElement()
			.satisfies((completion) -> assertThat(completion.content()).isEqualTo(" because light scatters."));
		assertThat(this.wire.log().requests()).hasSize(5).allSatisfy((request) -> {
			assertThat(request.path()).isEqualTo("/beta/chat/completions");
			assertThat(request.body())
				.contains("\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}," + LAST);
		});
	}

	@ParameterizedTest
	@CsvSource({ "'',/beta/chat/completions", "/v1,/beta/chat/completions", "/beta,/beta/chat/completions",
			"/beta/v1,/beta/v1/chat/completions" })
	void pathFitsTheBaseUrl(String base, String path) {
		PromptSpec prompt = this.wire.builder()
			.baseUrl(URI.create(this.wire.simulator().baseUrl() + base))
			.build()
			.prompt("Why?");
		Signals.of(prompt.prefix(BEGINNING).content()).complete();
		Signals.of(prompt.prefix(BEGINNING).stream().content()).complete();
		assertThat(this.wire.log().requests()).hasSize(2).extracting(RecordedRequest::path).containsOnly(path);
	}

	@Test
	void callsWithoutItAreAsTheyWere() {
		this.prompt.prefix(BEGINNING);
		Signals.of(this.prompt.content()).complete();
		assertThat(this.wire.log().last().path()).isEqualTo("/chat/completions");
		assertThat(this.wire.log().last().body()).doesNotContain("prefix");
	}

	@Test
	void whatIsNoMessageMayBeSetBehindIt() {
		PromptSpec call = this.prompt.prefix(BEGINNING)
			.model("deepseek-v4-pro")
			.userId("alice")
			.options((options) -> options.stop(".").thinking(Thinking.DISABLED));
		Signals.of(call.content()).complete();
		assertThat(this.wire.log().last().userId()).isEqualTo("alice");
		assertThat(this.wire.log().last().body()).contains(LAST, "\"model\":\"deepseek-v4-pro\"", "\"stop\":[\".\"]");
	}

	@Test
	void whenAMessageIsBehindItThenNothingIsSent() {
		for (PromptSpec call : List.of(this.prompt.prefix(BEGINNING).user("Really?"),
				this.prompt.prefix(BEGINNING).system("Be brief."), this.prompt.prefix(BEGINNING).prefix(BEGINNING),
				this.prompt.prefix(BEGINNING).conversation(Conversation.empty().user("Really?")))) {
			assertRefused(call, "messages[1].prefix", "only the last message can be continued");
		}
	}

	@Test
	void whenItIsEmptyThenNothingIsSent() {
		assertRefused(this.prompt.prefix(""), "messages[1].content", "a prefix must not be empty");
	}

	@Test
	void whenToolsRunByThemselvesThenNothingIsSent() {
		assertRefused(this.prompt.prefix(BEGINNING).tools(ToolFunction.of("time", "Tells the time.", () -> "noon")),
				"messages", "a prefix cannot be continued by a call with tools");
	}

	@Test
	void whenAnEntityIsAskedForThenNothingIsSent() {
		InvalidRequestException failure = Signals.of(this.prompt.prefix(BEGINNING).entity(List.class))
			.failure(InvalidRequestException.class);
		assertThat(failure.getField()).isEqualTo("messages[1].prefix");
		assertThat(this.wire.log().requests()).isEmpty();
	}

	private void assertRefused(PromptSpec call, String field, String reason) {
		for (Publisher<?> answer : List.of(call.content(), call.completion(), call.events(), call.stream().content(),
				call.stream().events(), call.stream().completion())) {
			InvalidRequestException failure = Signals.of(answer).failure(InvalidRequestException.class);
			assertThat(failure.getField()).isEqualTo(field);
			assertThat(failure).hasMessageContaining(reason).hasMessageNotContaining("blue");
		}
		assertThat(this.wire.log().requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void reasoningIsContinuedToo(boolean streaming) {
		this.wire.answer(Answer.reasoning(" and so on.").text(" because."));
		PromptSpec call = this.prompt.options((options) -> options.thinking(Thinking.ENABLED))
			.messages(List.of(ChatMessage.assistantPrefix("It is").withReasoningContent("Light scatters")));
		assertThat(Signals.of(streaming ? call.stream().completion() : call.completion()).complete()).singleElement()
			.satisfies((completion) -> {
				assertThat(completion.content()).isEqualTo(" because.");
				assertThat(completion.reasoningContent()).isEqualTo(" and so on.");
			});
		assertThat(this.wire.log().last().path()).isEqualTo("/beta/chat/completions");
		assertThat(this.wire.log().last().body()).contains(",{\"role\":\"assistant\",\"content\":\"It is\","
				+ "\"reasoning_content\":\"Light scatters\",\"prefix\":true}]");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void serversTextDoesNotRepeatIt(boolean streaming) {
		this.wire.answer(Answer.error(400, "Bad prefix: a very private beginning", "invalid_request_error", null));
		PromptSpec call = this.prompt.prefix("a very private beginning");
		Publisher<?> answer = streaming ? call.stream().content() : call.content();
		assertThat(Signals.of(answer).failure(InvalidRequestException.class)).hasMessageContaining("Bad prefix")
			.hasMessageNotContaining("private beginning");
	}

}
