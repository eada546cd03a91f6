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

import org.jspecify.annotations.Nullable;

/**
 * Payloads as DeepSeek words them.
 */
final class Payloads {

	private Payloads() {
	}

	/**
	 * Return a chunk with a piece of content.
	 */
	static String chunk(String content) {
		return chunk("{\"content\":\"" + content + "\"}", null, null);
	}

	/**
	 * Return the chunk that ends an answer.
	 */
	static String finish(String reason) {
		return chunk("{\"content\":\"\"}", reason, "{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}");
	}

	/**
	 * Return a chunk.
	 * @param delta JSON, or {@code null} to leave it out
	 * @param finishReason text, or {@code null}
	 * @param usage JSON, or {@code null}
	 */
	static String chunk(@Nullable String delta, @Nullable String finishReason, @Nullable String usage) {
		return "{\"id\":\"a1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"deepseek-v4-flash\","
				+ "\"choices\":[{\"index\":0," + ((delta != null) ? "\"delta\":" + delta + "," : "")
				+ "\"finish_reason\":" + ((finishReason != null) ? "\"" + finishReason + "\"" : "null")
				+ ",\"logprobs\":null}],\"usage\":" + usage + "}";
	}

	/**
	 * Return an event of a stream.
	 */
	static String event(String payload) {
		return "data: " + payload + "\n\n";
	}

	/**
	 * Return a whole answer that is streamed.
	 */
	static String stream(String... contents) {
		StringBuilder body = new StringBuilder();
		for (String content : contents) {
			body.append(event(chunk(content)));
		}
		return body.append(event(finish("stop"))).append(event("[DONE]")).toString();
	}

	/**
	 * Return a whole answer that is not streamed.
	 */
	static String completion(String content) {
		return completion(content, "stop");
	}

	static String completion(String content, String finishReason) {
		return "{\"id\":\"a1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"deepseek-v4-flash\","
				+ "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + content
				+ "\"},\"logprobs\":null,\"finish_reason\":\"" + finishReason + "\"}],"
				+ "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";
	}

	/**
	 * Return an error in DeepSeek's envelope.
	 */
	static String error(String message, String type, String code) {
		return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":\"" + code
				+ "\"}}";
	}

}
