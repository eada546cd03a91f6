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

package io.github.deepseekspring.samples.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.github.deepseekspring.chat.Conversation;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Keeps what was said in memory, as long as there is room: the conversations that nobody
 * has gone on with for the longest time make room for new ones.
 * <p>
 * Each reply has an id of its own, and a question says which reply it goes on from. A
 * question that fails or is stopped leaves no trace, and may be asked again.
 */
@Component
final class ConversationStore {

	private static final int CAPACITY = 1_000;

	private static final int MAX_MESSAGES = 100;

	private final Map<String, Kept> entries = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
			return size() > CAPACITY;
		}

	};

	/**
	 * Keep a conversation.
	 * @return its id
	 */
	synchronized String add(Conversation conversation, String user) {
		String id = UUID.randomUUID().toString();
		this.entries.put(id, new Kept(conversation, user));
		return id;
	}

	/**
	 * Return a conversation of the user, or say in words for the user why it cannot go
	 * on.
	 */
	synchronized Conversation get(String id, String user) {
		Kept kept = this.entries.get(id);
		if (kept == null || !kept.user().equals(user)) {
			throw new ResponseStatusException(HttpStatus.GONE,
					"This conversation is forgotten. Please begin a new one.");
		}
		if (kept.conversation().size() > MAX_MESSAGES) {
			throw new ResponseStatusException(HttpStatus.GONE,
					"This conversation has become too long. Please begin a new one.");
		}
		return kept.conversation();
	}

	private record Kept(Conversation conversation, String user) {

	}

}
