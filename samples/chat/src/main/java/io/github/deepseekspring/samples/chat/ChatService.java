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

import java.util.List;

import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.PromptSpec;
import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.tool.ToolFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Service;

/**
 * Asks DeepSeek on behalf of the user who is logged in. The name of the user is needed
 * for the history alone: the template finds the user in the reactive security context.
 */
@Service
final class ChatService {

	private static final Conversation BEGINNING = Conversation.empty()
		.system("Be helpful and brief. Write Markdown, without HTML.");

	private final DeepSeekOperations deepSeek;

	private final List<ToolFunction<?>> tools;

	private final CostCalculator costs;

	private final ConversationStore conversations;

	private final ServerSentEvents events;

	ChatService(DeepSeekOperations deepSeek, List<ToolFunction<?>> tools, CostCalculator costs,
			ConversationStore conversations, ServerSentEvents events) {
		this.deepSeek = deepSeek;
		this.tools = tools;
		this.costs = costs;
		this.conversations = conversations;
		this.events = events;
	}

	Mono<ChatReply> answer(ChatQuestion question, String user) {
		return Mono.defer(() -> {
			Turn turn = begin(question, user);
			return prompt(question, turn).events()
				.doOnNext(turn::add)
				.then(Mono.fromSupplier(() -> finish(turn, user)));
		});
	}

	Flux<ServerSentEvent<Object>> stream(ChatQuestion question, String user) {
		return Flux.defer(() -> {
			Turn turn = begin(question, user);
			return this.events.of(prompt(question, turn).stream().signals().events().doOnNext(turn::add),
					() -> finish(turn, user).withoutTexts());
		});
	}

	private Turn begin(ChatQuestion question, String user) {
		String after = question.after();
		Conversation before = (after != null) ? this.conversations.get(after, user) : BEGINNING;
		return new Turn(before.user(question.checkedMessage()), this.costs);
	}

	private PromptSpec prompt(ChatQuestion question, Turn turn) {
		PromptSpec prompt = this.deepSeek.prompt().conversation(turn.conversation()).tools(this.tools);
		String model = question.checkedModel();
		return (model != null) ? prompt.model(model) : prompt;
	}

	private ChatReply finish(Turn turn, String user) {
		return turn.reply(this.conversations.add(turn.conversation(), user));
	}

}
