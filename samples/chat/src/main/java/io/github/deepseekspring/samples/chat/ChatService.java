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

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.PromptSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * Asks DeepSeek on behalf of the user who is logged in. Nothing here says who that is:
 * the template finds the user in the reactive security context.
 */
@Service
final class ChatService {

	private final DeepSeekOperations deepSeek;

	ChatService(DeepSeekOperations deepSeek) {
		this.deepSeek = deepSeek;
	}

	Mono<ChatCompletion> answer(ChatQuestion question) {
		return prompt(question).completion();
	}

	Flux<ChatEvent> stream(ChatQuestion question) {
		return prompt(question).stream().signals().events();
	}

	private PromptSpec prompt(ChatQuestion question) {
		PromptSpec prompt = this.deepSeek.prompt().system("Be helpful and brief.").user(question.checkedMessage());
		String model = question.checkedModel();
		return (model != null) ? prompt.model(model) : prompt;
	}

}
