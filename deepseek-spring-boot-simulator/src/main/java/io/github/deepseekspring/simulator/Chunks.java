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

import io.github.deepseekspring.simulator.Completion.Usage;
import io.github.deepseekspring.simulator.Dialect.Envelope;
import io.github.deepseekspring.simulator.Step.Mark;
import io.github.deepseekspring.simulator.Timeline.Event;
import io.github.deepseekspring.simulator.Timeline.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects the chunks of a stream in the OpenAI style. What they have in common is
 * written once.
 */
final class Chunks {

	private static final String FINGERPRINT = "fp_51d0c0ffee_prod0820_fp8_kvcache";

	private final List<Event> events = new ArrayList<>();

	private final String start;

	private final String noUsage;

	/**
	 * Begin a stream.
	 * @param object what the chunks call themselves
	 * @param member the member of a choice that says something new
	 * @param request the request that is answered
	 * @param envelope what is the same in all chunks
	 */
	Chunks(String object, String member, ModelRequest request, Envelope envelope) {
		String common = Json.text(head(object, envelope).put("system_fingerprint", FINGERPRINT));
		this.start = "data: " + common.substring(0, common.length() - 1) + ",\"choices\":[{\"index\":0,\"" + member
				+ "\":";
		this.noUsage = (request.includeUsage()) ? ",\"usage\":null" : "";
	}

	void add(Kind kind, Supplier<JsonNode> news) {
		add(Mark.CHUNK, kind, news, () -> null);
	}

	void add(Mark mark, Kind kind, Supplier<JsonNode> news, Supplier<@Nullable JsonNode> logprobs) {
		this.events.add(new Event(mark, kind, () -> bytes(this.start + Json.text(news.get()) + ",\"logprobs\":"
				+ Json.nullable(logprobs.get()) + ",\"finish_reason\":null}]" + this.noUsage + "}\n\n")));
	}

	/**
	 * End the stream.
	 * @return all its events
	 */
	List<Event> finish(JsonNode news, Completion completion) {
		this.events.add(new Event(Mark.FINISH, Kind.OTHER, () -> {
			String reason = Json.MAPPER.writeValueAsString(completion.finishReason());
			ObjectNode usage = usage(completion);
			return bytes(this.start + Json.text(news) + ",\"logprobs\":null,\"finish_reason\":" + reason + "}]"
					+ ((usage != null) ? ",\"usage\":" + Json.text(usage) : "") + "}\n\n");
		}));
		this.events.add(new Event(Mark.DONE, Kind.OTHER, () -> bytes(Timeline.DONE)));
		return this.events;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static ObjectNode head(String object, Envelope envelope) {
		return Json.object()
			.put("id", envelope.id())
			.put("object", object)
			.put("created", envelope.created())
			.put("model", envelope.model());
	}

	/**
	 * Put what a body ends with.
	 */
	static byte[] tail(ObjectNode body, Completion completion) {
		body.set("usage", usage(completion));
		return Json.bytes(body.put("system_fingerprint", FINGERPRINT));
	}

	static String errorEvent(String message) {
		return "data: " + Json.text(Json.error(message, "server_error", "server_error")) + "\n\n";
	}

	private static @Nullable ObjectNode usage(Completion completion) {
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

}
