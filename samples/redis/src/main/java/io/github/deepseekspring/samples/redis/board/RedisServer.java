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

package io.github.deepseekspring.samples.redis.board;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import redis.embedded.core.ExecutableProvider;

import org.springframework.util.FileSystemUtils;
import org.springframework.util.StringUtils;

/**
 * A Redis server on a free port of this machine, which keeps nothing on disk: the one
 * that is configured, else the one of this machine, else one that comes with the sample.
 */
final class RedisServer implements AutoCloseable {

	private static final String PROGRAM = "redis-server";

	private static final int LOWEST_PORT = 12000;

	/**
	 * Below the ports that systems give to clients, so that it is still free when the
	 * server is started again.
	 */
	private static final int HIGHEST_PORT = 22000;

	private static final int TIMEOUT_MILLIS = 1000;

	private final Path directory;

	private final int port;

	private final ChildProcess process;

	private RedisServer(String configured) throws IOException {
		this.directory = Files.createTempDirectory("deepseek-redis");
		this.port = freePort();
		String program = StringUtils.hasText(configured) ? configured : find(this.directory);
		this.process = new ChildProcess("redis",
				List.of(program, "--port", Integer.toString(this.port), "--bind", "127.0.0.1", "--save", "",
						"--appendonly", "no", "--loglevel", "warning", "--dir", this.directory.toString()),
				this::answers);
	}

	/**
	 * Start a server and wait until it answers.
	 * @param program the path of the program; empty to look for one
	 */
	static RedisServer start(String program) {
		try {
			RedisServer server = new RedisServer(program);
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.port;
	}

	boolean isRunning() {
		return this.process.isRunning();
	}

	void start() {
		this.process.launch();
		this.process.awaitReady();
	}

	void stop() {
		this.process.askToEnd();
		this.process.awaitEnd();
	}

	@Override
	public void close() throws IOException {
		stop();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	private static String find(Path directory) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((folder) -> new File(folder, PROGRAM))
			.filter((file) -> file.isFile() && file.canExecute())
			.findFirst()
			.orElseGet(() -> unpack(directory))
			.getPath();
	}

	private static File unpack(Path directory) {
		try {
			return ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean answers() {
		try (Socket socket = new Socket()) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), TIMEOUT_MILLIS);
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			return socket.getInputStream().read() == '+';
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		while (true) {
			int candidate = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
			try (ServerSocket socket = new ServerSocket()) {
				socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate));
				return candidate;
			}
			catch (BindException ex) {
				// taken: another will be free
			}
		}
	}

}
