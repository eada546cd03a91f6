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

package io.github.deepseekspring.samples.benchmark.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.deepseekspring.samples.benchmark.redis.SharedLimitBenchmark.Load;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedLimitBenchmark}.
 */
class SharedLimitBenchmarkTests {

	private int port;

	private RedisServer server;

	@BeforeEach
	void start() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = socket.getLocalPort();
		}
		this.server = RedisServer.newRedisServer().port(this.port).bind("127.0.0.1").setting("save \"\"").build();
		this.server.start();
	}

	@AfterEach
	void stop() throws IOException {
		this.server.stop();
	}

	@Test
	void everyLoadHasARowWithBoth() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
		SharedLimitBenchmark.run("127.0.0.1", this.port, List.of(new Load(1, 10), new Load(8, 100)), 1, out);
		assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(4)
			.element(3)
			.asString()
			.matches("\\| 8 (\\| [0-9.]+ \\([0-9.]+-[0-9.]+\\) ){3}\\|");
	}

}
