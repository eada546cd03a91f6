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

import java.util.stream.IntStream;

import io.github.deepseekspring.chat.Conversation;
import org.junit.jupiter.api.Test;

import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConversationStoreTests {

	private final ConversationStore store = new ConversationStore();

	@Test
	void whenThereIsNoRoomThenTheConversationThatNobodyUsedForTheLongestTimeIsForgotten() {
		Conversation conversation = Conversation.empty().user("Why is the sky blue?");
		String first = this.store.add(conversation, "ada");
		String second = this.store.add(conversation, "ada");
		IntStream.range(0, 998).forEach((number) -> this.store.add(conversation, "grace"));
		assertThat(this.store.get(first, "ada")).isSameAs(conversation);
		this.store.add(conversation, "grace");
		assertThat(this.store.get(first, "ada")).isSameAs(conversation);
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> this.store.get(second, "ada"))
			.withMessageContaining("forgotten");
	}

	@Test
	void whenAConversationIsTooLongThenItDoesNotGoOn() {
		Conversation conversation = Conversation.empty();
		for (int i = 0; i <= 100; i++) {
			conversation = conversation.user("And then?");
		}
		String id = this.store.add(conversation, "ada");
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> this.store.get(id, "ada"))
			.withMessageContaining("too long");
	}

}
