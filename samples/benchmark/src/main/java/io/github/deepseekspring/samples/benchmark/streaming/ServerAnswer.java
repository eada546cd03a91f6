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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.samples.benchmark.client.Load;

/**
 * What the server sends for a load: the same bytes for every request, in the form in
 * which DeepSeek sends them. Of the pieces of text one in ten has characters outside of
 * ASCII and one in twenty a character that JSON escapes.
 *
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create Chat
 * Completion</a>
 */
final class ServerAnswer {

	static final String MODEL = "deepseek-v4-flash";

	private static final String ID = "5e1c7a40-9b2d-4f6e-8a3c-d0b17f2e6c95";

	private static final String[] WORDS = { " the", " stream", " of", " words", " goes", " on", " and", " every",
			" chunk", " brings", " one", " more", ",", " until", " it", " ends", "." };

	private static final String[] FOREIGN = { " naïve", "你好", " café", "流", " 😀" };

	private static final String[] ESCAPED = { "\\n", " \\\"quoted\\\"", "\\n\\n", "\\t" };

	private static final String[] UNESCAPED = { "\n", " \"quoted\"", "\n\n", "\t" };

	private static final int CALL_WORDS = 200;

	private static final String BEGIN = "data: {\"id\":\"" + ID + "\",\"object\":\"chat.completion.chunk\","
			+ "\"created\":1790000000,\"model\":\"" + MODEL
			+ "\",\"system_fingerprint\":\"fp_3f1a9c7e5d_prod0820_fp8_kvcache\",\"choices\":[{\"index\":0,\"delta\":";

	private static final String USAGE = "{\"prompt_tokens\":20,\"completion_tokens\":%d,\"total_tokens\":%d,"
			+ "\"prompt_tokens_details\":{\"cached_tokens\":0},\"prompt_cache_hit_tokens\":0,"
			+ "\"prompt_cache_miss_tokens\":20}";

	private ServerAnswer() {
	}

	/**
	 * Return the body of a stream in the parts that are written at a time, without the
	 * keep-alives.
	 */
	static List<byte[]> stream(Load load) {
		List<byte[]> parts = new ArrayList<>();
		StringBuilder part = new StringBuilder(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null", "null"));
		for (int i = 0; i < load.chunks(); i++) {
			part.append(chunk("{\"content\":\"" + word(i, ESCAPED) + "\"}", "null", "null"));
			if ((i + 1) % load.perFlush() == 0 && i + 1 < load.chunks()) {
				parts.add(bytes(part));
				part.setLength(0);
			}
		}
		part.append(chunk("{\"content\":\"\"}", "\"stop\"", usage(load.chunks()))).append("data: [DONE]\n\n");
		parts.add(bytes(part));
		return parts;
	}

	/**
	 * Return how many characters the text of a stream has.
	 */
	static long characters(Load load) {
		return text(load.chunks()).length();
	}

	/**
	 * Return how many bytes the body of a stream has.
	 */
	static long size(Load load) {
		return stream(load).stream().mapToLong((part) -> part.length).sum()
				+ (long) load.keepAlives() * keepAlive().length;
	}

	static byte[] keepAlive() {
		return ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Return the body of an answer that is not streamed, of about 1.5 KB.
	 */
	static byte[] call() {
		StringBuilder content = new StringBuilder();
		for (int i = 0; i < CALL_WORDS; i++) {
			content.append(word(i, ESCAPED));
		}
		return bytes(new StringBuilder("{\"id\":\"").append(ID)
			.append("\",\"object\":\"chat.completion\",\"created\":1790000000,\"model\":\"")
			.append(MODEL)
			.append("\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"")
			.append(content)
			.append("\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":")
			.append(usage(CALL_WORDS))
			.append(",\"system_fingerprint\":\"fp_3f1a9c7e5d_prod0820_fp8_kvcache\"}"));
	}

	/**
	 * Return how many characters the text of such an answer has.
	 */
	static int callCharacters() {
		return text(CALL_WORDS).length();
	}

	private static String text(int words) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < words; i++) {
			text.append(word(i, UNESCAPED));
		}
		return text.toString();
	}

	private static String word(int i, String[] special) {
		if (i % 20 == 13) {
			return special[i / 20 % special.length];
		}
		return (i % 10 == 7) ? FOREIGN[i / 10 % FOREIGN.length] : WORDS[i % WORDS.length];
	}

	private static String chunk(String delta, String finishReason, String usage) {
		return BEGIN + delta + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}],\"usage\":" + usage
				+ "}\n\n";
	}

	private static String usage(int tokens) {
		return USAGE.formatted(tokens, tokens + 20);
	}

	private static byte[] bytes(StringBuilder text) {
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

}
