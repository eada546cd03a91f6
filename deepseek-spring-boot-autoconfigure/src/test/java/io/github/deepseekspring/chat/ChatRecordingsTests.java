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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.test.Recordings;
import io.github.deepseekspring.test.Recordings.Body;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that what DeepSeek was recorded to answer is read without loss and folded right.
 */
class ChatRecordingsTests {

	private static final String MAPPERS = "io.github.deepseekspring.chat.Mappers#all";

	/**
	 * Fields that were recorded and that the types do not have.
	 */
	private static final Set<String> UNKNOWN_FIELDS = Set.of();

	private List<Body> answers = List.of();

	private List<Body> streams = List.of();

	@BeforeEach
	void open() {
		Recordings recordings = Recordings.open();
		this.answers = recordings.bodies("chat");
		this.streams = recordings.bodies("chat stream");
	}

	@Test
	void allRecordingsAreThere() {
		assertThat(this.answers).hasSize(136);
		assertThat(this.streams).hasSize(81);
		assertThat(this.streams).filteredOn((body) -> body.file().endsWith(".sse")).hasSize(78);
		assertThat(this.streams).filteredOn((body) -> body.file().endsWith(".chunks.txt")).hasSize(3);
		assertThat(this.streams.stream().mapToInt((body) -> body.payloads().size()).sum()).isEqualTo(11760);
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void answersSurviveDecodingAndEncoding(JsonMapper mapper) {
		assertThat(this.answers).allSatisfy((body) -> {
			String json = body.text();
			String again = mapper.writeValueAsString(mapper.readValue(json, ChatCompletion.class));
			assertThat(known(again)).isEqualTo(known(json));
		});
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void chunksSurviveDecodingAndEncoding(JsonMapper mapper) {
		assertThat(this.streams).allSatisfy((body) -> body.payloads().forEach((json) -> {
			String again = mapper.writeValueAsString(mapper.readValue(json, ChatCompletionChunk.class));
			assertThat(known(again)).isEqualTo(known(json));
		}));
	}

	@Test
	void foldedStreamsAreWhatAnAnswerWouldBe() {
		assertThat(this.streams).allSatisfy((body) -> {
			ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
			chunks(body).forEach(accumulator::add);
			ChatCompletion completion = accumulator.toCompletion();
			String json = Mappers.PLAIN.writeValueAsString(completion);
			assertThat(known(json)).isEqualTo(withoutNulls(fold(body)));
			assertThat(Mappers.PLAIN.readValue(json, ChatCompletion.class)).isEqualTo(completion);
		});
	}

	@Test
	void eventsAddUpToTheAnswer() {
		assertThat(this.streams).allSatisfy((body) -> {
			ChatEventAssembler assembler = new ChatEventAssembler();
			StringBuilder text = new StringBuilder();
			StringBuilder reasoning = new StringBuilder();
			Map<Integer, String> arguments = new TreeMap<>();
			chunks(body).forEach((chunk) -> assembler.add(chunk).forEach((event) -> {
				if (event instanceof ChatEvent.Text piece) {
					assertThat(piece.text()).isNotEmpty();
					text.append(piece.text());
				}
				else if (event instanceof ChatEvent.Reasoning piece) {
					assertThat(piece.text()).isNotEmpty();
					assertThat(text).isEmpty();
					reasoning.append(piece.text());
				}
				else if (event instanceof ChatEvent.ToolCallPart part) {
					arguments.merge(part.index(), part.arguments(), String::concat);
				}
			}));
			ChatCompletion completion = assembler.finish().completion();
			assertThat(text).hasToString(completion.content());
			assertThat(reasoning).hasToString(Objects.requireNonNullElse(completion.reasoningContent(), ""));
			assertThat(arguments.values())
				.containsExactlyElementsOf(completion.toolCalls().stream().map(ToolCall::arguments).toList());
		});
	}

	@Test
	void firstChunkTellsWhetherTheModelThinks() {
		Map<Delta, Integer> first = new HashMap<>();
		for (Body body : this.streams) {
			List<ChatCompletionChunk> chunks = chunks(body);
			first.merge(chunks.get(0).choices().get(0).delta(), 1, Integer::sum);
			assertThat(chunks).noneMatch((chunk) -> {
				Delta delta = chunk.choices().get(0).delta();
				return delta.content() != null && !delta.content().isEmpty() && delta.reasoningContent() != null
						&& !delta.reasoningContent().isEmpty();
			});
		}
		assertThat(first).containsOnly(Map.entry(new Delta("assistant", "", null, null), 53),
				Map.entry(new Delta("assistant", null, "", null), 28));
	}

	@Test
	void lastChunkHasFinishReasonAndUsage() {
		int thinking = 0;
		for (Body body : this.streams) {
			List<ChatCompletionChunk> chunks = chunks(body);
			ChatCompletionChunk last = chunks.get(chunks.size() - 1);
			assertThat(last.choices().get(0).delta()).isEqualTo(new Delta(null, "", null, null));
			assertThat(last.choices().get(0).finishReason()).isNotNull();
			assertThat(last.usage()).isNotNull();
			assertThat(chunks).allSatisfy((chunk) -> assertThat(chunk.choices()).hasSize(1));
			assertThat(chunks.subList(0, chunks.size() - 1)).allSatisfy((chunk) -> {
				assertThat(chunk.usage()).isNull();
				assertThat(chunk.choices().get(0).finishReason()).isNull();
			});
			thinking += (chunks.get(0).choices().get(0).delta().reasoningContent() != null) ? 1 : 0;
		}
		assertThat(thinking).isEqualTo(28);
		assertThat(completions()).hasSize(217).allSatisfy((answer) -> assertThat(answer.choices()).hasSize(1));
	}

	@Test
	void finishReasonsAreThoseOfTheIndex() {
		Map<FinishReason, Integer> reasons = new HashMap<>();
		completions().forEach((answer) -> reasons.merge(answer.finishReason(), 1, Integer::sum));
		assertThat(reasons).containsOnly(Map.entry(FinishReason.STOP, 107), Map.entry(FinishReason.TOOL_CALLS, 71),
				Map.entry(FinishReason.LENGTH, 39));
	}

	@Test
	void toolCallsBeginWithIdAndNameAndGoOnWithArguments() {
		int deltas = 0;
		for (Body body : this.streams) {
			Map<Integer, Integer> pieces = new HashMap<>();
			for (ChatCompletionChunk chunk : chunks(body)) {
				Delta delta = chunk.choices().get(0).delta();
				if (delta.toolCalls() != null) {
					deltas++;
					assertThat(delta.content()).isNull();
					delta.toolCalls().forEach((piece) -> {
						boolean first = pieces.merge(piece.index(), 1, Integer::sum) == 1;
						assertThat(piece.id() != null && piece.name() != null && "function".equals(piece.type()))
							.isEqualTo(first);
						assertThat(piece.arguments().isEmpty()).isEqualTo(first);
					});
				}
			}
		}
		assertThat(deltas).isEqualTo(648);
		List<ToolCall> calls = this.answers.stream().flatMap((body) -> decode(body).toolCalls().stream()).toList();
		assertThat(calls).hasSize(65).allSatisfy((call) -> assertThat(call.index()).isNotNull());
	}

	@Test
	void usageTellsCacheAlwaysAndReasoningWhenTheModelThinks() {
		List<ChatCompletion> completions = completions();
		assertThat(completions).allSatisfy((answer) -> {
			Usage usage = answer.usage();
			assertThat(usage.promptTokensDetails()).isNotNull();
			assertThat(usage.promptCacheHitTokens()).isEqualTo(usage.cacheHitTokens());
			assertThat(usage.promptCacheMissTokens()).isEqualTo(usage.cacheMissTokens());
			assertThat(usage.cacheHitTokens() + usage.cacheMissTokens()).isEqualTo(usage.promptTokens());
			assertThat(usage.promptTokensDetails().cachedTokens()).isEqualTo(usage.cacheHitTokens());
			assertThat(usage.completionTokensDetails() != null).isEqualTo(answer.reasoningContent() != null);
		});
		List<ChatCompletion> thinking = completions.stream()
			.filter((answer) -> answer.usage().completionTokensDetails() != null)
			.toList();
		assertThat(thinking).hasSize(91);
		assertThat(thinking).filteredOn((answer) -> answer.usage().reasoningTokens() == 0).hasSize(3);
	}

	@Test
	void recordedRequestsAreReadAndPass() {
		List<Body> bodies = new ArrayList<>(this.answers);
		bodies.addAll(this.streams);
		int requests = 0;
		int mixed = 0;
		for (Body body : bodies) {
			JsonNode recorded = body.meta().path("request_body");
			if (recorded.isObject()) {
				requests++;
				ChatCompletionRequest request = Mappers.PLAIN.treeToValue(recorded, ChatCompletionRequest.class);
				// the discontinued name of a model that did not think
				boolean thinks = !"deepseek-chat".equals(request.model());
				ChatCompletionRequest today = thinks ? request : request.mutate().thinking(Thinking.DISABLED).build();
				if (mixesStrictFunctionsWithOthers(request)) {
					// the plain address ignores 'strict', the beta refuses the mix
					assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(today::validate)
						.withMessageContaining("strict");
					mixed++;
				}
				else {
					today.validate();
				}
				assertThat(request.messages()).hasSize(recorded.path("messages").size());
			}
		}
		assertThat(requests).isEqualTo(210);
		assertThat(mixed).isEqualTo(2);
	}

	private static boolean mixesStrictFunctionsWithOthers(ChatCompletionRequest request) {
		List<Tool> tools = (request.tools() != null) ? request.tools() : List.of();
		return tools.stream().map((tool) -> Boolean.TRUE.equals(tool.function().strict())).distinct().count() > 1;
	}

	private List<ChatCompletion> completions() {
		List<ChatCompletion> completions = new ArrayList<>();
		this.answers.forEach((body) -> completions.add(decode(body)));
		this.streams.forEach((body) -> {
			ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
			chunks(body).forEach(accumulator::add);
			completions.add(accumulator.toCompletion());
		});
		return completions;
	}

	private static ChatCompletion decode(Body body) {
		return Mappers.PLAIN.readValue(body.bytes(), ChatCompletion.class);
	}

	private static List<ChatCompletionChunk> chunks(Body body) {
		return body.payloads()
			.stream()
			.map((json) -> Mappers.PLAIN.readValue(json, ChatCompletionChunk.class))
			.toList();
	}

	private static @Nullable JsonNode known(String json) {
		return withoutNulls(Mappers.PLAIN.readTree(json));
	}

	private static @Nullable JsonNode withoutNulls(JsonNode node) {
		if (node.isArray()) {
			ArrayNode copy = JsonNodeFactory.instance.arrayNode();
			node.forEach((element) -> copy.add(withoutNulls(element)));
			return copy;
		}
		if (node.isObject()) {
			ObjectNode copy = JsonNodeFactory.instance.objectNode();
			node.forEachEntry((name, member) -> {
				if (!member.isNull() && !UNKNOWN_FIELDS.contains(name)) {
					copy.set(name, withoutNulls(member));
				}
			});
			return copy;
		}
		return node;
	}

	/**
	 * Fold a stream on the JSON alone, without the types under test.
	 */
	private static JsonNode fold(Body body) {
		List<JsonNode> chunks = body.payloads().stream().map((json) -> Mappers.PLAIN.readTree(json)).toList();
		ObjectNode answer = ((ObjectNode) chunks.get(chunks.size() - 1)).deepCopy();
		answer.put("object", "chat.completion");
		ObjectNode choice = (ObjectNode) answer.path("choices").path(0);
		choice.remove("delta");
		ObjectNode message = choice.putObject("message");
		message.put("role", "assistant");
		ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
		Map<Integer, ObjectNode> calls = new TreeMap<>();
		for (JsonNode chunk : chunks) {
			JsonNode piece = chunk.path("choices").path(0);
			append(message, "content", piece.path("delta"));
			append(message, "reasoning_content", piece.path("delta"));
			for (String name : List.of("content", "reasoning_content")) {
				piece.path("logprobs").path(name).forEach((token) -> logprobs.withArray(name).add(token));
			}
			piece.path("delta").path("tool_calls").forEach((call) -> {
				ObjectNode known = calls.get(call.path("index").intValue());
				if (known == null) {
					calls.put(call.path("index").intValue(), ((ObjectNode) call).deepCopy());
				}
				else {
					append((ObjectNode) known.path("function"), "arguments", call.path("function"));
				}
			});
		}
		if (!logprobs.isEmpty()) {
			choice.set("logprobs", logprobs);
		}
		calls.values().forEach((call) -> message.withArray("tool_calls").add(call));
		return answer;
	}

	private static void append(ObjectNode target, String name, JsonNode source) {
		if (source.path(name).isString()) {
			target.put(name, target.path(name).stringValue("") + source.path(name).stringValue());
		}
	}

}
