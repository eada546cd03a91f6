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

package io.github.deepseekspring.torture;

/**
 * Whole answers.
 */
final class Bodies {

	private static final String USAGE = "{\"prompt_tokens\":5,\"completion_tokens\":9,\"total_tokens\":14}";

	private static final String DONE = "data: [DONE]\n\n";

	private Bodies() {
	}

	static Body chat() {
		return Body
			.ofCall("{\"id\":\"a1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"deepseek-v4-flash\","
					+ "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"caf\u00e9 \u6d77 \ud83c\udf0a \\u00e9\\n\","
					+ "\"reasoning_content\":\"why\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
					+ "{\"name\":\"order\",\"arguments\":\"{\\\"id\\\": 7}\"}}]},\"logprobs\":null,\"finish_reason\":\"tool_calls\"}],"
					+ "\"usage\":" + USAGE + "}");
	}

	static Body chatStream() {
		return Body.ofStream()
			.element(chunk("{\"role\":\"assistant\",\"content\":\"\"}", null))
			.element(chunk("{\"reasoning_content\":\"why \u6d77\"}", null))
			.element(chunk("{\"content\":\"caf\u00e9 \ud83c\udf0a\"}", null))
			.element(chunk("{\"content\":\" \\u00e9\\n\\ud83c\\udf0a\"}", null))
			.element(chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":"
					+ "{\"name\":\"order\",\"arguments\":\"\"}}]}", null))
			.element(chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"id\\\": 7}\"}}]}", null))
			.last(chunk("{\"content\":\"\"}", "tool_calls"))
			.then(DONE);
	}

	private static String chunk(String delta, String finishReason) {
		return "data: {\"id\":\"a1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"deepseek-v4-flash\","
				+ "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":"
				+ ((finishReason != null) ? "\"" + finishReason + "\"" : "null") + "}],\"usage\":"
				+ ((finishReason != null) ? USAGE : "null") + "}\n\n";
	}

	static Body message() {
		return Body.ofCall("{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"deepseek-v4-flash\","
				+ "\"content\":[{\"type\":\"text\",\"text\":\"caf\u00e9 \u6d77 \ud83c\udf0a \\u00e9\\n\"},"
				+ "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"order\",\"input\":{\"id\":7}}],"
				+ "\"stop_reason\":\"tool_use\",\"stop_sequence\":null,"
				+ "\"usage\":{\"input_tokens\":5,\"output_tokens\":9}}");
	}

	static Body messageStream() {
		return Body.ofStream()
			.element(event("message_start",
					"\"message\":{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\","
							+ "\"model\":\"deepseek-v4-flash\",\"content\":[],\"stop_reason\":null,"
							+ "\"stop_sequence\":null,\"usage\":{\"input_tokens\":5,\"output_tokens\":0}}"))
			.element(event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"))
			.element(event("content_block_delta",
					"\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"caf\u00e9 \ud83c\udf0a \\u00e9\\n\"}"))
			.element(event("content_block_stop", "\"index\":0"))
			.element(event("content_block_start",
					"\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"order\",\"input\":{}}"))
			.element(event("content_block_delta",
					"\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"id\\\": 7}\"}"))
			.element(event("content_block_stop", "\"index\":1"))
			.element(event("message_delta",
					"\"delta\":{\"stop_reason\":\"tool_use\",\"stop_sequence\":null},"
							+ "\"usage\":{\"output_tokens\":9}"))
			.last("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
			.then("");
	}

	private static String event(String type, String members) {
		return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
	}

	static Body completion() {
		return Body.ofCall("{\"id\":\"f1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"deepseek-v4-pro\","
				+ "\"choices\":[{\"text\":\"caf\u00e9 \u6d77 \ud83c\udf0a \\u00e9\\n\",\"index\":0,\"logprobs\":null,"
				+ "\"finish_reason\":\"stop\"}],\"usage\":" + USAGE + "}");
	}

	static Body completionStream() {
		return Body.ofStream()
			.element(piece("caf\u00e9 \u6d77", "null", "null"))
			.element(piece(" \ud83c\udf0a \\u00e9\\n", "null", "null"))
			.last(piece("", "\"stop\"", USAGE))
			.then(DONE);
	}

	private static String piece(String text, String finishReason, String usage) {
		return "data: {\"id\":\"f1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"deepseek-v4-pro\","
				+ "\"choices\":[{\"text\":\"" + text + "\",\"index\":0,\"logprobs\":null,\"finish_reason\":"
				+ finishReason + "}],\"usage\":" + usage + "}\n\n";
	}

}
