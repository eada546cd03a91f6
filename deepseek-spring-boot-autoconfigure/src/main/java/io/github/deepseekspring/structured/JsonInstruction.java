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

package io.github.deepseekspring.structured;

import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.UserMessage;

/**
 * Tells the model in words that its answer has to be a JSON object, and which one, since
 * DeepSeek has no schemas of answers.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/json_mode">JSON output</a>
 */
public final class JsonInstruction {

	private static final String WORDS = """
			Answer with one json object that is valid against the JSON schema below, and with nothing else: \
			no Markdown, no words before or after it.

			JSON schema:
			""";

	private JsonInstruction() {
	}

	/**
	 * Return messages with a message of the system that tells the schema, right before
	 * the last message of the user, or as the last one if there is none of a user. All
	 * that comes earlier, such as the history of a conversation, stays in DeepSeek's
	 * prefix cache.
	 * @param messages the messages, which stay as they are
	 * @param schema the JSON schema of the answer, as JSON
	 * @return the messages with the instruction
	 */
	public static List<ChatMessage> addTo(List<ChatMessage> messages, String schema) {
		return insert(messages, words(schema));
	}

	static String words(String schema) {
		return WORDS + schema;
	}

	static List<ChatMessage> insert(List<ChatMessage> messages, String instruction) {
		List<ChatMessage> instructed = new ArrayList<>(messages);
		int place = messages.size();
		for (int i = 0; i < messages.size(); i++) {
			place = (messages.get(i) instanceof UserMessage) ? i : place;
		}
		instructed.add(place, ChatMessage.system(instruction));
		return instructed;
	}

}
