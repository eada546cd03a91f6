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

import java.util.List;
import java.util.function.Supplier;

import io.github.deepseekspring.simulator.Completion.ToolCall;
import io.github.deepseekspring.simulator.Step.Mark;
import io.github.deepseekspring.simulator.Timeline.Event;
import io.github.deepseekspring.simulator.Timeline.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chat completion API.
 *
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create chat
 * completion</a>
 */
final class ChatDialect implements Dialect {

	private static final Supplier<@Nullable JsonNode> NO_LOGPROBS = () -> null;

	private final ChatRequest request;

	private final Envelope envelope;

	ChatDialect(ChatRequest request, Envelope envelope) {
		this.request = request;
		this.envelope = envelope;
	}

	@Override
	public List<Event> events(Completion completion) {
		Chunks chunks = new Chunks("chat.completion.chunk", "delta", this.request, this.envelope);
		boolean thinking = completion.reasoning() != null;
		chunks.add(Kind.OTHER, () -> role(thinking));
		if (completion.reasoning() != null) {
			for (String piece : completion.reasoning()) {
				chunks.add(Kind.REASONING, () -> Json.object().putNull("content").put("reasoning_content", piece));
			}
		}
		for (String piece : completion.content()) {
			chunks.add(Kind.CONTENT, () -> content(piece, thinking));
		}
		int index = 0;
		for (ToolCall call : completion.toolCalls()) {
			addToolCall(chunks, call, index++);
		}
		return chunks.finish(content("", thinking), completion);
	}

	private static ObjectNode role(boolean thinking) {
		ObjectNode delta = Json.object().put("role", "assistant");
		return (thinking) ? delta.putNull("content").put("reasoning_content", "") : delta.put("content", "");
	}

	private static ObjectNode content(String piece, boolean thinking) {
		ObjectNode delta = Json.object().put("content", piece);
		return (thinking) ? delta.putNull("reasoning_content") : delta;
	}

	private static void addToolCall(Chunks chunks, ToolCall call, int index) {
		chunks.add(Kind.CONTENT, () -> {
			ObjectNode delta = Json.object();
			describe(delta.putArray("tool_calls"), call, index, "");
			return delta;
		});
		for (String piece : Tokens.split(call.arguments())) {
			chunks.add(Mark.CALL, Kind.CONTENT, () -> {
				ObjectNode delta = Json.object();
				delta.putArray("tool_calls")
					.addObject()
					.put("index", index)
					.putObject("function")
					.put("arguments", piece);
				return delta;
			}, NO_LOGPROBS);
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
	public byte[] body(Completion completion) {
		ObjectNode body = Chunks.head("chat.completion", this.envelope);
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
		return Chunks.tail(body, completion);
	}

	@Override
	public String errorEvent(String message) {
		return Chunks.errorEvent(message);
	}

}
