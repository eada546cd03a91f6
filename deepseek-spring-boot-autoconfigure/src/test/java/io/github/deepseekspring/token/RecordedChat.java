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

package io.github.deepseekspring.token;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionAccumulator;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.test.Recordings;
import io.github.deepseekspring.test.Recordings.Body;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded answer and the request for it.
 *
 * @param file where it is recorded
 * @param complete whether the request was recorded, too
 * @param request the request as one would send it today
 * @param answer the answer
 */
record RecordedChat(String file, boolean complete, ChatCompletionRequest request, ChatCompletion answer) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	static List<RecordedChat> all(Recordings recordings) {
		return Stream.concat(recordings.bodies("chat").stream(), recordings.bodies("chat stream").stream())
			.map(RecordedChat::of)
			.toList();
	}

	private static RecordedChat of(Body body) {
		ChatCompletion answer = answer(body);
		JsonNode request = body.meta().path("request_body");
		boolean complete = request.isObject();
		return new RecordedChat(body.file(), complete,
				complete ? today(MAPPER.treeToValue(request, ChatCompletionRequest.class), answer)
						: ChatCompletionRequest.builder().messages(ChatMessage.user("?")).build(),
				answer);
	}

	/**
	 * The discontinued {@code deepseek-chat} did not think, and until August 2026 the
	 * model was asked to think hard only if the request said so.
	 */
	private static ChatCompletionRequest today(ChatCompletionRequest request, ChatCompletion answer) {
		if ("deepseek-chat".equals(request.model())) {
			return request.mutate().thinking(Thinking.DISABLED).build();
		}
		boolean earlier = Objects.requireNonNull(answer.systemFingerprint()).startsWith("fp_");
		return (earlier && !"high".equals(request.reasoningEffort())) ? request.mutate().reasoningEffort("low").build()
				: request;
	}

	private static ChatCompletion answer(Body body) {
		if (body.kind().equals("chat")) {
			return MAPPER.readValue(body.bytes(), ChatCompletion.class);
		}
		ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
		body.payloads().forEach((json) -> accumulator.add(MAPPER.readValue(json, ChatCompletionChunk.class)));
		return accumulator.toCompletion();
	}

	private Usage usage() {
		return Objects.requireNonNull(this.answer.usage());
	}

	int promptTokens() {
		return Objects.requireNonNull(usage().promptTokens());
	}

	int answerTokens() {
		return Objects.requireNonNull(usage().completionTokens());
	}

}
