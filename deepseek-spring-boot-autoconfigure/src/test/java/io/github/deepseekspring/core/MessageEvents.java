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

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RawAnswerBuilder;

/**
 * Streams of messages of which a test says how they go on, and where they end.
 */
final class MessageEvents {

	static final String START = event("message_start",
			"\"message\":{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"deepseek-flash\","
					+ "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
					+ "\"usage\":{\"input_tokens\":5,\"output_tokens\":0}}");

	static final String BLOCK_START = event("content_block_start",
			"\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");

	static final String BLOCK_STOP = event("content_block_stop", "\"index\":0");

	static final String DELTA = event("message_delta",
			"\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":2}");

	static final String STOP = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

	static final String PING = "event: ping\ndata: {\"type\": \"ping\"}\n\n";

	private MessageEvents() {
	}

	static String text(String text) {
		return event("content_block_delta",
				"\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
	}

	/**
	 * Return an event with its members behind the type.
	 */
	static String event(String type, String members) {
		return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
	}

	/**
	 * Return an answer that is not streamed.
	 */
	static String message(String text, String stopReason) {
		return "{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"deepseek-flash\",\"content\":["
				+ "{\"type\":\"text\",\"text\":\"" + text + "\"}],\"stop_reason\":\"" + stopReason
				+ "\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}";
	}

	/**
	 * Start a stream with some texts.
	 */
	static RawAnswerBuilder texts(String... texts) {
		RawAnswerBuilder answer = Answer.raw().write(START).write(BLOCK_START);
		for (String text : texts) {
			answer.write(text(text));
		}
		return answer;
	}

	/**
	 * Start a stream that has everything but the end of its body.
	 */
	static RawAnswerBuilder complete(String... texts) {
		return texts(texts).write(BLOCK_STOP).write(DELTA).write(STOP);
	}

}
