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

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.ServerSentEvent;

/**
 * The calls of the OpenAI-style chat API.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Chat
 * completion</a>
 */
public interface ChatOperations {

	/**
	 * Start a call.
	 * @return the call, without any message yet
	 */
	PromptSpec prompt();

	/**
	 * Start a call with what the user says.
	 * @param text the user's text
	 * @return the call
	 */
	default PromptSpec prompt(String text) {
		return prompt().user(text);
	}

	/**
	 * Ask for a whole answer. What the request leaves open is taken from the configured
	 * defaults; {@code stream} and {@code stream_options} are set by the template.
	 * @param request the request
	 * @return the answer
	 */
	Mono<ChatCompletion> chat(ChatCompletionRequest request);

	/**
	 * Ask for an answer in chunks, as they are generated. Behind the chunk with the
	 * {@code finish_reason} one without choices may follow that tells the usage.
	 * @param request the request
	 * @return the chunks
	 */
	Flux<ChatCompletionChunk> stream(ChatCompletionRequest request);

	/**
	 * Ask for an answer in chunks with the keep-alives still visible, for gateways. A
	 * keep-alive is an event with a comment and no data; {@code queued} is the comment of
	 * the one that tells that the call waits for a free slot in this application. The
	 * final {@code [DONE]} is not part of it.
	 * @param request the request
	 * @return the events
	 */
	Flux<ServerSentEvent<ChatCompletionChunk>> streamServerSentEvents(ChatCompletionRequest request);

}
