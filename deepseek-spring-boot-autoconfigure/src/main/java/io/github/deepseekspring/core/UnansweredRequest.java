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

import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * A request whose answer has not begun. Reactor Netty can miss that it is cancelled while
 * it is being written, and the server would then work for nobody until it is done.
 */
final class UnansweredRequest {

	private @Nullable Connection connection;

	private boolean cancelled;

	/**
	 * Note the connection that the request goes out on.
	 */
	synchronized void sent(ClientHttpRequest request) {
		if (request.getNativeRequest() instanceof Connection sentOn) {
			this.connection = sentOn;
			if (this.cancelled) {
				sentOn.channel().close();
			}
		}
	}

	/**
	 * Note that the answer has begun. From then on its body closes the connection.
	 */
	synchronized void answered() {
		this.connection = null;
	}

	synchronized void cancel() {
		this.cancelled = true;
		if (this.connection != null) {
			this.connection.channel().close();
		}
	}

}
