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

import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.MessageRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.ServerSentEvent;

/**
 * The calls of the Anthropic-style message API.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
public interface MessageOperations {

	/**
	 * Ask for a whole answer. What the request leaves open is taken from the configured
	 * defaults; {@code stream} is set by the template.
	 * @param request the request
	 * @return the answer
	 */
	Mono<Message> message(MessageRequest request);

	/**
	 * Ask for an answer in events, as it is generated. The last one is
	 * {@link io.github.deepseekspring.messages.MessageEvent.MessageStop}; a stream that
	 * ends without it fails.
	 * @param request the request
	 * @return the events, without {@code ping}
	 */
	Flux<MessageEvent> streamMessage(MessageRequest request);

	/**
	 * Ask for an answer in events with the keep-alives still visible, for gateways. A
	 * keep-alive is an event with a comment and no data; {@code queued} is the comment of
	 * the one that tells that the call waits for a free slot in this application, and
	 * {@code ping} that of an event with this name.
	 * @param request the request
	 * @return the events
	 */
	Flux<ServerSentEvent<MessageEvent>> streamMessageServerSentEvents(MessageRequest request);

}
