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

package io.github.deepseekspring.chat;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The history of a chat. Immutable: every method that appends returns a new one, and the
 * old one stays as it is. Nothing that was said changes later, so that the messages of a
 * turn begin with the same bytes as those of the turn before: DeepSeek's prefix cache
 * needs that.
 * <p>
 * Appending does not copy what is there. As JSON, a conversation is the array of its
 * messages.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/multi_round_chat">Multi-round
 * conversation</a>
 * @see <a href="https://api-docs.deepseek.com/guides/kv_cache">Context caching</a>
 */
public final class Conversation {

	private static final Conversation EMPTY = new Conversation(null, null, 0);

	private final @Nullable Conversation earlier;

	private final @Nullable ChatMessage last;

	private final int size;

	private Conversation(@Nullable Conversation earlier, @Nullable ChatMessage last, int size) {
		this.earlier = earlier;
		this.last = last;
		this.size = size;
	}

	/**
	 * Return a conversation in which nothing was said yet.
	 * @return the conversation
	 */
	public static Conversation empty() {
		return EMPTY;
	}

	/**
	 * Return a conversation of these messages.
	 * @param messages the messages in order
	 * @return the conversation
	 */
	public static Conversation of(ChatMessage... messages) {
		return EMPTY.append(Arrays.asList(messages));
	}

	/**
	 * Return a conversation of these messages.
	 * @param messages the messages in order
	 * @return the conversation
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static Conversation of(List<ChatMessage> messages) {
		return EMPTY.append(messages);
	}

	/**
	 * Append an instruction to the model.
	 * @param text the text
	 * @return the longer conversation
	 */
	public Conversation system(String text) {
		return append(ChatMessage.system(text));
	}

	/**
	 * Append what the user says.
	 * @param text the text
	 * @return the longer conversation
	 */
	public Conversation user(String text) {
		return append(ChatMessage.user(text));
	}

	/**
	 * Append a message.
	 * @param message the message
	 * @return the longer conversation
	 */
	public Conversation append(ChatMessage message) {
		Assert.notNull(message, "'message' must not be null");
		return new Conversation(this, message, this.size + 1);
	}

	/**
	 * Append messages, such as the results of several tools.
	 * @param messages the messages in order
	 * @return the longer conversation
	 */
	public Conversation append(List<? extends ChatMessage> messages) {
		Assert.notNull(messages, "'messages' must not be null");
		Conversation longer = this;
		for (ChatMessage message : messages) {
			longer = longer.append(message);
		}
		return longer;
	}

	/**
	 * Append the model's message as it came, with its reasoning and its tool calls.
	 * @param completion the answer
	 * @return the longer conversation
	 * @throws IllegalArgumentException if the answer has no message
	 */
	public Conversation append(ChatCompletion completion) {
		Assert.notNull(completion, "'completion' must not be null");
		AssistantMessage message = completion.message();
		Assert.notNull(message, "'completion' must have a message");
		return append(message);
	}

	/**
	 * Append what an event of a call adds to the history: the messages of a round in
	 * which tools ran, and the message of the last answer. All other events add nothing,
	 * so that the events of a call, streamed or not, can be appended one after the other.
	 * @param event the event
	 * @return the longer conversation, or this one if the event adds nothing
	 * @throws IllegalArgumentException if the last answer has no message
	 */
	public Conversation append(ChatEvent event) {
		Assert.notNull(event, "'event' must not be null");
		if (event instanceof ChatEvent.RoundFinished round) {
			return append(round.messages());
		}
		return (event instanceof ChatEvent.Finished finished) ? append(finished.completion()) : this;
	}

	/**
	 * Return what was said.
	 * @return the messages in order, unmodifiable
	 */
	@JsonValue
	public List<ChatMessage> messages() {
		ChatMessage[] messages = new ChatMessage[this.size];
		Conversation conversation = this;
		while (conversation.earlier != null && conversation.last != null) {
			messages[conversation.size - 1] = conversation.last;
			conversation = conversation.earlier;
		}
		return List.of(messages);
	}

	/**
	 * Return how many messages there are.
	 * @return the number of messages
	 */
	public int size() {
		return this.size;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof Conversation that && this.size == that.size
				&& this.messages().equals(that.messages()));
	}

	@Override
	public int hashCode() {
		return messages().hashCode();
	}

	@Override
	public String toString() {
		return "Conversation[messages=" + this.size + "]";
	}

}
