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

import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * The connection that a request is on, for two things that Reactor Netty leaves open: it
 * can miss that a request is cancelled while it is being written, and it tells the end of
 * an answer just before the connection is free for the next request.
 */
final class SentRequest {

	private @Nullable Channel channel;

	private boolean answered;

	private boolean cancelled;

	/**
	 * Note the channel that the request goes out on. Once the answer has ended, Reactor
	 * Netty's connection tells another, which has no event loop.
	 */
	synchronized void sent(ClientHttpRequest request) {
		if (request.getNativeRequest() instanceof Connection connection) {
			this.channel = connection.channel();
			closeIfAbandoned();
		}
	}

	/**
	 * Note that the answer has begun. From then on its body closes the connection.
	 */
	synchronized void answered() {
		this.answered = true;
	}

	synchronized boolean isAnswered() {
		return this.answered;
	}

	synchronized void cancel() {
		this.cancelled = true;
		closeIfAbandoned();
	}

	/**
	 * The server would work for nobody until it is done.
	 */
	private void closeIfAbandoned() {
		if (this.channel != null && this.cancelled && !this.answered) {
			this.channel.close();
		}
	}

	/**
	 * Run something when the connection is free again, for which it needs the turn of its
	 * event loop that has read the end of the answer.
	 */
	void whenConnectionIsFree(Runnable action) {
		Channel channel = channel();
		if (channel == null) {
			action.run();
			return;
		}
		try {
			channel.eventLoop().execute(action);
		}
		catch (RejectedExecutionException ex) {
			action.run();
		}
	}

	private synchronized @Nullable Channel channel() {
		return this.channel;
	}

}
