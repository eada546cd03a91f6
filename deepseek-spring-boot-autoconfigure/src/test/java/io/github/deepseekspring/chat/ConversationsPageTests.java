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

package io.github.deepseekspring.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/conversations.md}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConversationsPageTests {

	private static final String PAGE = "docs/conversations.md";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekOperations deepSeek = DeepSeekTemplate.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.build();

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of(PAGE).assertExamplesAreIn(getClass(), 6);
	}

	@Test
	void turnsFollowEachOther() {
		DeepSeekOperations deepSeek = this.deepSeek;
		Conversation question = Conversation.empty().system("Be brief.").user("Why is the sky blue?");
		Mono<ChatCompletion> second = deepSeek.prompt()
			.conversation(question)
			.completion()
			.map((answer) -> question.append(answer).user("And at sunset?"))
			.flatMap((longer) -> deepSeek.prompt().conversation(longer).completion());
		this.simulator.enqueue(Answer.reasoning("Light.").text("It scatters."), Answer.text("Red."));
		assertThat(second.map(ChatCompletion::content).block(PATIENCE)).isEqualTo("Red.");
		assertThat(this.simulator.log().last().body())
			.contains("{\"role\":\"assistant\",\"content\":\"It scatters.\",\"reasoning_content\":\"Light.\"}");
	}

	@Test
	void streamsAreFolded() {
		DeepSeekOperations deepSeek = this.deepSeek;
		Conversation question = Conversation.empty().user("Why is the sky blue?");
		Screen screen = new Screen();
		Mono<Conversation> history = deepSeek.prompt()
			.conversation(question)
			.stream()
			.events()
			.doOnNext(screen::show)
			.reduce(question, Conversation::append);
		this.simulator.enqueue(Answer.chunks("It ", "scatters."));
		Conversation answered = history.blockOptional(PATIENCE).orElseThrow();
		assertThat(answered.size()).isEqualTo(2);
		assertThat(((AssistantMessage) answered.messages().get(1)).content()).isEqualTo("It scatters.");
		assertThat(screen.events).hasSizeGreaterThan(2);
	}

	@Test
	void resultsFollowTheAnswerThatAsksForThem() {
		Conversation question = Conversation.empty().user("Weather in Oslo?");
		this.simulator.enqueue(Answer.toolCall("weather", "{\"city\":\"Oslo\"}"), Answer.text("Cold."));
		Tools tools = new Tools();
		ChatCompletion answer = ask(question);
		Conversation told = question.append(answer)
			.append(answer.toolCalls().stream().map((call) -> ChatMessage.tool(call.id(), tools.run(call))).toList());
		assertThat(ask(told).content()).isEqualTo("Cold.");
		assertThat(told.messages()).extracting(ChatMessage::role).containsExactly("user", "assistant", "tool");
	}

	private ChatCompletion ask(Conversation conversation) {
		Tool weather = Tool.function("weather", "The weather", Map.of("type", "object"));
		return this.deepSeek.prompt()
			.conversation(conversation)
			.options((options) -> options.tools(weather))
			.completion()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	@Test
	void conversationsAreStored() {
		JsonMapper mapper = JsonMapper.builder().build();
		Conversation conversation = Conversation.empty()
			.user("Why?")
			.append(ChatMessage.assistant("Because.").withReasoningContent(""));
		String stored = mapper.writeValueAsString(conversation);
		Conversation loaded = mapper.readValue(stored, Conversation.class);
		assertThat(mapper.writeValueAsString(loaded)).isEqualTo(stored);
		List<ChatMessage> messages = new ArrayList<>(loaded.messages());
		Conversation restored = Conversation.of(messages);
		Conversation example = Conversation.of(ChatMessage.user("2 + 2?"), ChatMessage.assistant("4"))
			.append(ChatMessage.user("3 + 3?"));
		assertThat(restored).isEqualTo(conversation);
		assertThat(example.size()).isEqualTo(3);
		List<ChatMessage> recent = conversation.messages()
			.subList(Math.max(0, conversation.size() - 10), conversation.size());
		assertThat(recent).isEqualTo(messages);
	}

	@Test
	void thePageTellsTheLoggerOfTheWarnings(CapturedOutput output) {
		this.deepSeek.prompt("Why?").options((options) -> options.temperature(0.5)).content().block(PATIENCE);
		assertThat(output).contains("RequestWarnings").contains("'temperature' has no effect");
		assertThat(Page.of(PAGE).text())
			.contains("`" + DeepSeekOperations.class.getPackageName() + ".RequestWarnings`");
	}

	static class Screen {

		private final List<ChatEvent> events = new ArrayList<>();

		void show(ChatEvent event) {
			this.events.add(event);
		}

	}

	static class Tools {

		String run(ToolCall call) {
			return "3 degrees for " + call.arguments();
		}

	}

}
