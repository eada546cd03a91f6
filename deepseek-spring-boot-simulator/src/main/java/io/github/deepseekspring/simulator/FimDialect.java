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

import io.github.deepseekspring.simulator.Step.Mark;
import io.github.deepseekspring.simulator.Timeline.Event;
import io.github.deepseekspring.simulator.Timeline.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fill-in-the-middle completion API.
 *
 * @see <a href="https://api-docs.deepseek.com/api/create-completion">Create FIM
 * completion</a>
 */
final class FimDialect implements Dialect {

	private static final String OBJECT = "text_completion";

	private static final double LOGPROB = -0.25;

	private final FimRequest request;

	private final Envelope envelope;

	FimDialect(FimRequest request, Envelope envelope) {
		this.request = request;
		this.envelope = envelope;
	}

	@Override
	public List<Event> events(Completion completion) {
		Chunks chunks = new Chunks(OBJECT, "text", this.request, this.envelope);
		int offset = 0;
		for (String piece : completion.content()) {
			int start = offset;
			Supplier<@Nullable JsonNode> logprobs = () -> logprobs(List.of(piece), start);
			chunks.add(Mark.CHUNK, Kind.CONTENT, () -> text(piece), logprobs);
			offset += piece.length();
		}
		return chunks.finish(text(""), completion);
	}

	private static JsonNode text(String text) {
		return JsonNodeFactory.instance.stringNode(text);
	}

	@Override
	public byte[] body(Completion completion) {
		ObjectNode body = Chunks.head(OBJECT, this.envelope);
		ObjectNode choice = body.putArray("choices").addObject().put("index", 0).put("text", completion.contentText());
		choice.set("logprobs", logprobs(completion.content(), 0));
		choice.put("finish_reason", completion.finishReason());
		return Chunks.tail(body, completion);
	}

	private @Nullable ObjectNode logprobs(List<String> pieces, int start) {
		if (!this.request.logprobs()) {
			return null;
		}
		ObjectNode logprobs = Json.object();
		ArrayNode offsets = logprobs.putArray("text_offset");
		ArrayNode values = logprobs.putArray("token_logprobs");
		ArrayNode tokens = logprobs.putArray("tokens");
		ArrayNode top = logprobs.putArray("top_logprobs");
		int offset = start;
		for (String piece : pieces) {
			offsets.add(offset);
			values.add(LOGPROB);
			tokens.add(piece);
			top.addObject().put(piece, LOGPROB);
			offset += piece.length();
		}
		return logprobs;
	}

	@Override
	public String errorEvent(String message) {
		return Chunks.errorEvent(message);
	}

}
