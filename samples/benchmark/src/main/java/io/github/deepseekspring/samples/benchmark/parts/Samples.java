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

package io.github.deepseekspring.samples.benchmark.parts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.user.UserId;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the parts have to do: chats and answers of usual size.
 */
final class Samples {

	/**
	 * How many chunks a stream has.
	 */
	static final int CHUNKS = 500;

	private static final String[] WORDS = { " Jupiter", " has", " many", " moons", ",", " four", " of", " them",
			" large", ".\\n" };

	private static final String CHUNK = """
			{"id":"5f0c2d3e-8a41-4b7e-9d55-0c1e2f3a4b5c","object":"chat.completion.chunk","created":1780000000,\
			"model":"deepseek-v4-flash","system_fingerprint":"fp_0123456789_benchmark","choices":[{"index":0,\
			"delta":{"content":"%s"},"logprobs":null,"finish_reason":%s}]}""";

	private static final String COMPLETION = """
			{"id":"5f0c2d3e-8a41-4b7e-9d55-0c1e2f3a4b5c","object":"chat.completion","created":1780000000,\
			"model":"deepseek-v4-flash","choices":[{"index":0,"message":{"role":"assistant","content":\
			"Io, Europa, Ganymede and Callisto."},"logprobs":null,"finish_reason":"stop"}],"usage":{\
			"prompt_tokens":21,"completion_tokens":12,"total_tokens":33,"prompt_cache_hit_tokens":0,\
			"prompt_cache_miss_tokens":21},"system_fingerprint":"fp_0123456789_benchmark"}""";

	private Samples() {
	}

	/**
	 * Return a mapper like that of the template.
	 */
	static JsonMapper mapper() {
		return JsonMapper.builder(JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build())
			.build();
	}

	/**
	 * Return a request.
	 * @param messages how many messages its chat has; of two, one has about 400
	 * characters and one, the answer, about 900
	 */
	static ChatCompletionRequest request(int messages) {
		List<ChatMessage> chat = new ArrayList<>();
		for (int i = 0; i < messages; i++) {
			chat.add((i % 2 == 0)
					? ChatMessage.user("How many moons has Jupiter, and what are the largest called? ".repeat(6))
					: ChatMessage.assistant("The largest are \"Io\", Europa, Ganymede and Callisto.\n".repeat(17)));
		}
		return ChatCompletionRequest.builder()
			.model("deepseek-v4-flash")
			.messages(chat)
			.userId(UserId.of("dVT2t0VLdYA6XMBLwhQnTGMjHWdcxHBhDWlQ3vdMK5c"))
			.build();
	}

	/**
	 * Return the JSON of the chunks of a stream. The last one tells that it ends.
	 */
	static byte[][] chunks() {
		byte[][] chunks = new byte[CHUNKS][];
		for (int i = 0; i < CHUNKS; i++) {
			String finishReason = (i == CHUNKS - 1) ? "\"stop\"" : "null";
			chunks[i] = CHUNK.formatted(WORDS[i % WORDS.length], finishReason).getBytes(StandardCharsets.UTF_8);
		}
		return chunks;
	}

	/**
	 * Return the body of a stream without its {@code [DONE]}.
	 * @param perBuffer how many events come at once
	 */
	static byte[][] body(int perBuffer) {
		byte[][] chunks = chunks();
		byte[][] body = new byte[CHUNKS / perBuffer][];
		for (int i = 0; i < body.length; i++) {
			ByteArrayOutputStream buffer = new ByteArrayOutputStream();
			for (int j = 0; j < perBuffer; j++) {
				buffer.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
				buffer.writeBytes(chunks[i * perBuffer + j]);
				buffer.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
			}
			body[i] = buffer.toByteArray();
		}
		return body;
	}

	/**
	 * Return the JSON of an answer that is not streamed.
	 */
	static byte[] completion() {
		return COMPLETION.getBytes(StandardCharsets.UTF_8);
	}

}
