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

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * The connection that a request is on, for two things that Reactor Netty leaves open: it
 * can miss that a request is cancelled while it is being written or while its answer
 * arrives, and it tells the end of an answer just before the connection is free for the
 * next request.
 */
final class SentRequest {

	private @Nullable Connection connection;

	private @Nullable EventLoop eventLoop;

	private boolean answered;

	private boolean cancelled;

	/**
	 * Note the connection that the request goes out on. Its event loop is kept as well,
	 * since it tells none once the answer has ended.
	 */
	synchronized void sent(ClientHttpRequest request) {
		if (request.getNativeRequest() instanceof Connection sent) {
			this.connection = sent;
			this.eventLoop = sent.channel().eventLoop();
			disposeIfCancelled();
		}
	}

	/**
	 * Note that the answer has begun.
	 */
	synchronized void answered() {
		this.answered = true;
	}

	synchronized boolean isAnswered() {
		return this.answered;
	}

	synchronized void cancel() {
		this.cancelled = true;
		disposeIfCancelled();
	}

	/**
	 * The server would work for nobody until it is done, and what has arrived would not
	 * be released. In the event loop, the connection knows whether it still is the one of
	 * this request; elsewhere, it could close that of the next.
	 */
	private void disposeIfCancelled() {
		if (this.cancelled && this.connection != null) {
			execute(this.connection::dispose);
		}
	}

	/**
	 * Run something when the connection is free again, for which it needs the turn of its
	 * event loop that has read the end of the answer.
	 */
	void whenConnectionIsFree(Runnable action) {
		if (!execute(action)) {
			action.run();
		}
	}

	/**
	 * Return whether there is an event loop, which has not been shut down.
	 */
	private synchronized boolean execute(Runnable action) {
		if (this.eventLoop == null) {
			return false;
		}
		try {
			this.eventLoop.execute(action);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

}
