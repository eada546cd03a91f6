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

package io.github.deepseekspring.springai;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * What Spring AI's messages have no place of their own for.
 *
 * @since 0.1.0
 */
public final class DeepSeekMessages {

	/**
	 * The key of the reasoning: the whole of it in the metadata of an assistant message,
	 * and its next piece in the metadata of a streamed generation.
	 */
	public static final String REASONING_CONTENT = "reasoningContent";

	/**
	 * The key in the metadata of an assistant message that says that the model has to
	 * continue it (beta).
	 */
	public static final String PREFIX = "prefix";

	/**
	 * The key of the log probabilities in the metadata of a generation.
	 */
	public static final String LOGPROBS = "logprobs";

	private DeepSeekMessages() {
	}

	/**
	 * Return a message with its reasoning, for histories that are not kept by Spring AI.
	 * @param text what the model answered
	 * @param reasoning what it thought before
	 * @return the message
	 */
	public static AssistantMessage assistant(String text, String reasoning) {
		return AssistantMessage.builder().content(text).properties(Map.of(REASONING_CONTENT, reasoning)).build();
	}

	/**
	 * Return a message that the model has to continue (beta). It has to be the last one.
	 * @param text how the answer begins
	 * @return the message
	 */
	public static AssistantMessage prefix(String text) {
		return AssistantMessage.builder().content(text).properties(Map.of(PREFIX, true)).build();
	}

	/**
	 * Return the whole reasoning of a message: of an answer that was called for, of the
	 * last response of a stream, or of the aggregate of a stream.
	 * @param message the message of the model
	 * @return the reasoning, or {@code null} if there is none
	 */
	public static @Nullable String reasoning(AssistantMessage message) {
		return (message.getMetadata().get(REASONING_CONTENT) instanceof String reasoning) ? reasoning : null;
	}

	/**
	 * Return the piece of the reasoning that a response of a stream brings.
	 * @param response the response
	 * @return the piece, or {@code null} if the response brings none
	 */
	public static @Nullable String reasoningPiece(ChatResponse response) {
		Generation generation = response.getResult();
		return (generation != null) ? generation.getMetadata().get(REASONING_CONTENT) : null;
	}

}
