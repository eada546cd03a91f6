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

import java.util.List;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * How the model is asked for an entity, and where in its answer the entity stands.
 */
abstract sealed class AnswerForm permits JsonObjectForm, StrictToolForm {

	/**
	 * Return the request with all that the model needs to know.
	 */
	final ChatCompletionRequest ask(ChatCompletionRequest request) {
		List<ChatMessage> messages = request.messages();
		for (int i = 0; i < messages.size(); i++) {
			if (messages.get(i) instanceof AssistantMessage assistant && Boolean.TRUE.equals(assistant.prefix())) {
				throw InvalidRequestException.ofField("messages[" + i + "].prefix",
						"an entity is a whole answer and cannot begin with a prefix");
			}
		}
		return prepare(request);
	}

	abstract ChatCompletionRequest prepare(ChatCompletionRequest request);

	/**
	 * Return the request with an instruction right before the last message of the user.
	 * All that comes earlier, such as the history of a conversation, stays in DeepSeek's
	 * prefix cache, and the instruction itself does as long as nothing before it changes.
	 */
	static ChatCompletionRequest.Builder instruct(ChatCompletionRequest request, String instruction) {
		return request.mutate().messages(JsonInstruction.insert(request.messages(), instruction));
	}

	/**
	 * Return the JSON text of a whole answer.
	 * @throws InvalidAnswer if the answer was cut off or has no place for one
	 */
	final String json(ChatCompletion completion) {
		if (FinishReason.LENGTH.equals(completion.finishReason())) {
			throw InvalidAnswer.cutOff();
		}
		return find(completion);
	}

	abstract String find(ChatCompletion completion);

	/**
	 * Return the next piece of the JSON text.
	 * @return the piece, or {@code null} if the event has none
	 * @throws InvalidAnswer if the event cannot be part of an answer
	 */
	abstract @Nullable String piece(ChatEvent event);

	/**
	 * Return the text of a whole answer, usable or not, for the exception.
	 */
	abstract @Nullable String text(ChatCompletion completion);

	/**
	 * Return the next request: what the model did, as it came, and what is wrong with it.
	 * Calls of functions need results. Functions that have run in the rounds before the
	 * answer do not have to run again.
	 */
	final ChatCompletionRequest askAgain(ChatCompletionRequest asked, List<ChatMessage> rounds,
			@Nullable AssistantMessage answer, InvalidAnswer failure) {
		StringBuilder text = new StringBuilder("Your answer cannot be used:\n");
		failure.toldToModel().forEach((problem) -> text.append("- ").append(problem).append('\n'));
		text.append(again());
		ChatCompletionRequest.Builder next = asked.mutate();
		rounds.forEach(next::message);
		if (!rounds.isEmpty() && asked.toolChoice() != null && asked.toolChoice().forced()) {
			next.toolChoice(null);
		}
		AssistantMessage message = (answer != null) ? answer : ChatMessage.assistant("");
		next.message(message);
		for (ToolCall call : calls(message)) {
			next.message(ChatMessage.tool(String.valueOf(call.id()), text.toString()));
		}
		return message.hasToolCalls() ? next.build() : next.message(ChatMessage.user(text.toString())).build();
	}

	private static List<ToolCall> calls(AssistantMessage message) {
		return (message.toolCalls() != null) ? message.toolCalls() : List.of();
	}

	abstract String again();

}
