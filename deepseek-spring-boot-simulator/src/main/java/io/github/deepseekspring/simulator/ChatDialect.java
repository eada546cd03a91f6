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

package io.github.deepseekspring.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.deepseekspring.simulator.Completion.ToolCall;
import io.github.deepseekspring.simulator.Completion.Usage;
import io.github.deepseekspring.simulator.Step.Mark;
import io.github.deepseekspring.simulator.Timeline.Event;
import io.github.deepseekspring.simulator.Timeline.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chat completion API.
 *
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create chat
 * completion</a>
 */
final class ChatDialect implements Dialect {

	@Override
	public List<Event> events(Completion completion, ChatRequest request, Envelope envelope) {
		Chunks chunks = new Chunks(completion, request, envelope);
		List<Event> events = new ArrayList<>();
		boolean thinking = completion.reasoning() != null;
		events.add(chunks.event(Kind.OTHER, (delta) -> role(delta, thinking)));
		if (completion.reasoning() != null) {
			for (String piece : completion.reasoning()) {
				events.add(chunks.event(Kind.REASONING,
						(delta) -> delta.putNull("content").put("reasoning_content", piece)));
			}
		}
		for (String piece : completion.content()) {
			events.add(chunks.event(Kind.CONTENT, (delta) -> content(delta, piece, thinking)));
		}
		int index = 0;
		for (ToolCall call : completion.toolCalls()) {
			addToolCall(events, chunks, call, index++);
		}
		events.add(chunks.finish());
		events.add(new Event(Mark.DONE, Kind.OTHER, () -> Timeline.DONE.getBytes(StandardCharsets.UTF_8)));
		return events;
	}

	private static void role(ObjectNode delta, boolean thinking) {
		delta.put("role", "assistant");
		if (thinking) {
			delta.putNull("content").put("reasoning_content", "");
		}
		else {
			delta.put("content", "");
		}
	}

	private static void content(ObjectNode delta, String piece, boolean thinking) {
		delta.put("content", piece);
		if (thinking) {
			delta.putNull("reasoning_content");
		}
	}

	private static void addToolCall(List<Event> events, Chunks chunks, ToolCall call, int index) {
		events.add(chunks.event(Kind.CONTENT, (delta) -> describe(delta.putArray("tool_calls"), call, index, "")));
		for (String piece : Tokens.split(call.arguments())) {
			events.add(chunks.event(Kind.CONTENT,
					(delta) -> delta.putArray("tool_calls")
						.addObject()
						.put("index", index)
						.putObject("function")
						.put("arguments", piece)));
		}
	}

	private static void describe(ArrayNode calls, ToolCall call, int index, String arguments) {
		calls.addObject()
			.put("index", index)
			.put("id", Ids.toolCall(index))
			.put("type", "function")
			.putObject("function")
			.put("name", call.name())
			.put("arguments", arguments);
	}

	@Override
	public byte[] body(Completion completion, ChatRequest request, Envelope envelope) {
		ObjectNode body = Json.object()
			.put("id", envelope.id())
			.put("object", "chat.completion")
			.put("created", envelope.created())
			.put("model", envelope.model());
		ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
		ObjectNode message = choice.putObject("message").put("role", "assistant");
		message.put("content", completion.contentText());
		if (completion.reasoning() != null) {
			message.put("reasoning_content", completion.reasoningText());
		}
		if (!completion.toolCalls().isEmpty()) {
			ArrayNode calls = message.putArray("tool_calls");
			for (ToolCall call : completion.toolCalls()) {
				describe(calls, call, calls.size(), call.arguments());
			}
		}
		choice.putNull("logprobs").put("finish_reason", completion.finishReason());
		body.set("usage", usage(completion));
		body.put("system_fingerprint", Envelope.FINGERPRINT);
		return Json.bytes(body);
	}

	static @Nullable ObjectNode usage(Completion completion) {
		Usage usage = completion.usage();
		if (usage == null) {
			return null;
		}
		ObjectNode node = Json.object()
			.put("prompt_tokens", usage.promptTokens())
			.put("completion_tokens", usage.completionTokens())
			.put("total_tokens", usage.promptTokens() + usage.completionTokens());
		node.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
		if (completion.reasoning() != null) {
			node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
		}
		return node.put("prompt_cache_hit_tokens", usage.cachedTokens())
			.put("prompt_cache_miss_tokens", usage.promptTokens() - usage.cachedTokens());
	}

	/**
	 * Writes the events of one stream. What they have in common is written once.
	 */
	private static final class Chunks {

		private final Completion completion;

		private final String start;

		private final String end;

		Chunks(Completion completion, ChatRequest request, Envelope envelope) {
			this.completion = completion;
			String common = Json.text(Json.object()
				.put("id", envelope.id())
				.put("object", "chat.completion.chunk")
				.put("created", envelope.created())
				.put("model", envelope.model())
				.put("system_fingerprint", Envelope.FINGERPRINT));
			this.start = "data: " + common.substring(0, common.length() - 1) + ",\"choices\":[{\"index\":0,\"delta\":";
			String usage = (request.includeUsage()) ? ",\"usage\":null" : "";
			this.end = ",\"logprobs\":null,\"finish_reason\":null}]" + usage + "}\n\n";
		}

		Event event(Kind kind, Consumer<ObjectNode> delta) {
			return new Event(Mark.CHUNK, kind, () -> {
				ObjectNode node = Json.object();
				delta.accept(node);
				return (this.start + Json.text(node) + this.end).getBytes(StandardCharsets.UTF_8);
			});
		}

		Event finish() {
			return new Event(Mark.FINISH, Kind.OTHER, () -> {
				ObjectNode delta = Json.object();
				content(delta, "", this.completion.reasoning() != null);
				String reason = Json.MAPPER.writeValueAsString(this.completion.finishReason());
				ObjectNode usage = usage(this.completion);
				return (this.start + Json.text(delta) + ",\"logprobs\":null,\"finish_reason\":" + reason + "}]"
						+ ((usage != null) ? ",\"usage\":" + Json.text(usage) : "") + "}\n\n")
					.getBytes(StandardCharsets.UTF_8);
			});
		}

	}

}
