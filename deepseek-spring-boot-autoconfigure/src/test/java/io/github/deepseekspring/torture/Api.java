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

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.messages.MessageRequest;
import org.reactivestreams.Publisher;

/**
 * The ways to ask, each with an answer that has everything which can be cut in two:
 * characters of several bytes, escapes, a tool call and the tokens.
 */
enum Api {

	CHAT(false, Bodies.chat()) {
		@Override
		Publisher<?> ask(DeepSeekTemplate template, String prompt) {
			return template.chat(chatRequest(prompt));
		}
	},

	CHAT_STREAM(true, Bodies.chatStream()) {
		@Override
		Publisher<?> ask(DeepSeekTemplate template, String prompt) {
			return template.stream(chatRequest(prompt));
		}
	},

	MESSAGE(false, Bodies.message()) {
		@Override
		Publisher<?> ask(DeepSeekTemplate template, String prompt) {
			return template.message(MessageRequest.builder().user(prompt).build());
		}
	},

	MESSAGE_STREAM(true, Bodies.messageStream()) {
		@Override
		Publisher<?> ask(DeepSeekTemplate template, String prompt) {
			return template.streamMessage(MessageRequest.builder().user(prompt).build());
		}
	},

	COMPLETION(false, Bodies.completion()) {
		@Override
		Publisher<?> ask(DeepSeekTemplate template, String prompt) {
			return template.complete(CompletionRequest.builder(prompt).build());
		}
	},

	COMPLETION_STREAM(true, Bodies.completionStream()) {
		@Override
		Publisher<?> ask(DeepSeekTemplate template, String prompt) {
			return template.streamCompletion(CompletionRequest.builder(prompt).build());
		}
	};

	private final boolean streaming;

	private final Body body;

	Api(boolean streaming, Body body) {
		this.streaming = streaming;
		this.body = body;
	}

	abstract Publisher<?> ask(DeepSeekTemplate template, String prompt);

	boolean isStreaming() {
		return this.streaming;
	}

	Body body() {
		return this.body;
	}

	private static ChatCompletionRequest chatRequest(String prompt) {
		return ChatCompletionRequest.builder().message(ChatMessage.user(prompt)).build();
	}

}
