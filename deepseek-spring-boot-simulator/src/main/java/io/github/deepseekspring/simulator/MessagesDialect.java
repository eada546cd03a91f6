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
import java.util.function.Supplier;

import io.github.deepseekspring.simulator.Completion.ToolCall;
import io.github.deepseekspring.simulator.Completion.Usage;
import io.github.deepseekspring.simulator.Step.Mark;
import io.github.deepseekspring.simulator.Timeline.Event;
import io.github.deepseekspring.simulator.Timeline.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The message API in the Anthropic style.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
final class MessagesDialect implements Dialect {

	private final Envelope envelope;

	private final String signature = Ids.completion();

	MessagesDialect(Envelope envelope) {
		this.envelope = envelope;
	}

	@Override
	public List<Event> events(Completion completion) {
		Blocks blocks = new Blocks();
		blocks.add(Mark.CHUNK, Kind.OTHER, "message_start", () -> start(completion));
		List<String> reasoning = completion.reasoning();
		if (reasoning != null) {
			blocks.open(Mark.OTHER, thinking("", ""));
			reasoning.forEach((piece) -> blocks.delta(Mark.CHUNK, Kind.REASONING, "thinking", "thinking", piece));
			blocks.delta(Mark.OTHER, Kind.OTHER, "signature", "signature", this.signature);
			blocks.close();
		}
		if (!completion.content().isEmpty()) {
			blocks.open(Mark.OTHER, text(""));
			completion.content().forEach((piece) -> blocks.delta(Mark.CHUNK, Kind.CONTENT, "text", "text", piece));
			blocks.close();
		}
		int index = 0;
		for (ToolCall call : completion.toolCalls()) {
			blocks.open(Mark.CHUNK, toolUse(call, index++, Json.object()));
			for (String piece : Tokens.split(call.arguments())) {
				blocks.delta(Mark.CALL, Kind.CONTENT, "input_json", "partial_json", piece);
			}
			blocks.close();
		}
		blocks.add(Mark.FINISH, Kind.OTHER, "message_delta", () -> finish(completion));
		blocks.add(Mark.DONE, Kind.OTHER, "message_stop", Json::object);
		return blocks.events;
	}

	private ObjectNode start(Completion completion) {
		ObjectNode event = Json.object();
		ObjectNode message = event.putObject("message");
		describe(message).putArray("content");
		message.putNull("stop_reason").putNull("stop_sequence").set("usage", usage(completion, 0));
		return event;
	}

	private static ObjectNode finish(Completion completion) {
		ObjectNode event = Json.object();
		stop(event.putObject("delta"), completion);
		event.set("usage", usage(completion, outputTokens(completion)));
		return event;
	}

	@Override
	public byte[] body(Completion completion) {
		ObjectNode body = describe(Json.object());
		ArrayNode content = body.putArray("content");
		String reasoning = completion.reasoningText();
		if (reasoning != null) {
			content.add(thinking(reasoning, this.signature));
		}
		if (!completion.content().isEmpty()) {
			content.add(text(completion.contentText()));
		}
		int index = 0;
		for (ToolCall call : completion.toolCalls()) {
			content.add(toolUse(call, index++, input(call)));
		}
		stop(body, completion);
		body.set("usage", usage(completion, outputTokens(completion)));
		return Json.bytes(body);
	}

	/**
	 * What is not an object cannot be told here but in a stream.
	 */
	private static JsonNode input(ToolCall call) {
		JsonNode input = Json.lenient(call.arguments());
		return (input.isObject()) ? input : Json.object();
	}

	private ObjectNode describe(ObjectNode message) {
		return message.put("id", this.envelope.id())
			.put("type", "message")
			.put("role", "assistant")
			.put("model", this.envelope.model());
	}

	private static ObjectNode thinking(String text, String signature) {
		return Json.object().put("type", "thinking").put("thinking", text).put("signature", signature);
	}

	private static ObjectNode text(String text) {
		return Json.object().put("type", "text").put("text", text);
	}

	private static ObjectNode toolUse(ToolCall call, int index, JsonNode input) {
		ObjectNode block = Json.object()
			.put("type", "tool_use")
			.put("id", Ids.toolCall(index))
			.put("name", call.name());
		block.set("input", input);
		return block;
	}

	private static void stop(ObjectNode node, Completion completion) {
		String stopSequence = completion.stopSequence();
		String reason = switch (completion.finishReason()) {
			case "stop" -> (stopSequence != null) ? "stop_sequence" : "end_turn";
			case "length" -> "max_tokens";
			case "tool_calls" -> "tool_use";
			default -> completion.finishReason();
		};
		node.put("stop_reason", reason).put("stop_sequence", stopSequence);
	}

	private static int outputTokens(Completion completion) {
		Usage usage = completion.usage();
		return (usage != null) ? usage.completionTokens() : 0;
	}

	/**
	 * The input tokens are those that were not in the cache.
	 */
	private static @Nullable ObjectNode usage(Completion completion, int outputTokens) {
		Usage usage = completion.usage();
		return (usage != null) ? Json.object()
			.put("input_tokens", usage.promptTokens() - usage.cachedTokens())
			.put("cache_creation_input_tokens", 0)
			.put("cache_read_input_tokens", usage.cachedTokens())
			.put("output_tokens", outputTokens)
			.put("service_tier", "standard") : null;
	}

	/**
	 * The name of the event as in the Anthropic style, the error as in DeepSeek's own.
	 */
	@Override
	public String errorEvent(String message) {
		ObjectNode error = Json.object().put("type", "error");
		error.setAll(Json.error(message, "server_error", "server_error"));
		return event("error", error);
	}

	private static String event(String name, ObjectNode data) {
		return "event: " + name + "\ndata: " + Json.text(data) + "\n\n";
	}

	/**
	 * Collects the events of a stream. A ping follows the beginning of the first block.
	 */
	private static final class Blocks {

		private final List<Event> events = new ArrayList<>();

		private int index;

		void add(Mark mark, Kind kind, String name, Supplier<ObjectNode> rest) {
			this.events.add(new Event(mark, kind, () -> {
				ObjectNode data = Json.object().put("type", name);
				data.setAll(rest.get());
				return event(name, data).getBytes(StandardCharsets.UTF_8);
			}));
		}

		void open(Mark mark, ObjectNode block) {
			int number = this.index;
			Kind kind = (mark == Mark.CHUNK) ? Kind.CONTENT : Kind.OTHER;
			add(mark, kind, "content_block_start", () -> {
				ObjectNode data = Json.object().put("index", number);
				data.set("content_block", block);
				return data;
			});
			if (number == 0) {
				add(Mark.OTHER, Kind.OTHER, "ping", Json::object);
			}
		}

		void delta(Mark mark, Kind kind, String type, String member, String piece) {
			int number = this.index;
			add(mark, kind, "content_block_delta", () -> {
				ObjectNode data = Json.object().put("index", number);
				data.putObject("delta").put("type", type + "_delta").put(member, piece);
				return data;
			});
		}

		void close() {
			int number = this.index++;
			add(Mark.OTHER, Kind.OTHER, "content_block_stop", () -> Json.object().put("index", number));
		}

	}

}
