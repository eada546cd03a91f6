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

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

/**
 * A server that answers every request with the same bytes and then repeats others for
 * ever, as fast as the client reads.
 */
final class EndlessServer implements AutoCloseable {

	private static final int PIECE = 16 * 1024;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final LoopResources threads = LoopResources.create("endless", 1, true);

	private final AtomicLong sent = new AtomicLong();

	private final DisposableServer server;

	/**
	 * Start a server.
	 * @param beginning what is sent first, with the status line
	 * @param repeated what follows
	 */
	EndlessServer(String beginning, String repeated) {
		this(bytes(beginning), bytes(repeated.repeat(Math.max(1, PIECE / repeated.length()))));
	}

	EndlessServer(byte[] beginning, byte[] repeated) {
		this.server = TcpServer.create()
			.host("127.0.0.1")
			.runOn(this.threads)
			.handle((in, out) -> in.receive()
				.take(1)
				.thenMany(out.sendByteArray(Flux.just(beginning).concatWith(endless(repeated))).then()))
			.bindNow();
	}

	private Flux<byte[]> endless(byte[] piece) {
		return Flux.generate((sink) -> {
			this.sent.addAndGet(piece.length);
			sink.next(piece);
		});
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.server.port());
	}

	/**
	 * Return how many of the repeated bytes were written.
	 */
	long sent() {
		return this.sent.get();
	}

	@Override
	public void close() {
		this.server.disposeNow(PATIENCE);
		this.threads.disposeLater().block(PATIENCE);
	}

}
