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

package io.github.deepseekspring.simulator;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.netty.channel.ChannelOption;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * The HTTP server: on the loopback interface, with threads of its own.
 */
final class SimulatorServer {

	private static final int THREADS = 2;

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

	private final Connections connections;

	private final RequestHandler handler;

	private final LoopResources loops = LoopResources.create("deepseek-simulator", THREADS, true);

	private final DisposableServer server;

	SimulatorServer(int port, Connections connections, RequestHandler handler) {
		this.connections = connections;
		this.handler = handler;
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(port)
			.runOn(this.loops)
			.option(ChannelOption.SO_BACKLOG, 4096)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.doOnChannelInit((observer, channel, address) -> connections.opened(channel))
			.handle(handler::handle)
			.bindNow();
	}

	int port() {
		return ((InetSocketAddress) this.server.address()).getPort();
	}

	void stop() {
		if (this.server.isDisposed()) {
			return;
		}
		this.server.disposeNow(SHUTDOWN_TIMEOUT);
		this.handler.abortAll();
		this.connections.closeAll();
		this.loops.disposeLater(Duration.ZERO, SHUTDOWN_TIMEOUT).block(SHUTDOWN_TIMEOUT);
	}

}
