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

package io.github.deepseekspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.util.FileSystemUtils;

/**
 * A Redis server of its own process on a free port of this machine, which keeps nothing
 * on disk and can be stopped, killed, frozen and started again. It is the one that the
 * system property {@code deepseek.redis-server} names, or else one that comes with the
 * tests.
 */
public final class RedisServerProcess implements AutoCloseable {

	private static final int LOWEST_PORT = 12000;

	/**
	 * The bus of a cluster is 10,000 ports above and must stay below those that systems
	 * give to clients.
	 */
	private static final int HIGHEST_PORT = 22000;

	private static final int CLUSTER_SLOTS = 16384;

	private static final Duration LONGEST_START = Duration.ofSeconds(20);

	private static final long PAUSE_MILLIS = 20;

	private final boolean cluster;

	private final int port;

	private final Path directory;

	private final Thread atExit = new Thread(this::kill);

	private Process process;

	private RedisServerProcess(boolean cluster) throws IOException {
		this.cluster = cluster;
		this.port = freePort();
		this.directory = Files.createTempDirectory("redis");
		Runtime.getRuntime().addShutdownHook(this.atExit);
		this.process = launch();
	}

	/**
	 * Start a server and wait until it answers.
	 * @return the server
	 */
	public static RedisServerProcess start() {
		return start(false);
	}

	/**
	 * Start the only node of a cluster and wait until the cluster works.
	 * @return the server
	 */
	public static RedisServerProcess startCluster() {
		return start(true);
	}

	private static RedisServerProcess start(boolean cluster) {
		try {
			RedisServerProcess server = new RedisServerProcess(cluster);
			server.awaitAnswer();
			if (cluster) {
				server.command("CLUSTER ADDSLOTS " + IntStream.range(0, CLUSTER_SLOTS)
					.mapToObj(Integer::toString)
					.collect(Collectors.joining(" ")));
				server.await("CLUSTER INFO", "cluster_state:ok");
			}
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	/**
	 * Create connections to this server that share nothing with any others.
	 * @return the factory, which works and is to be destroyed
	 */
	public RedisTestConnectionFactory connectionFactory() {
		return this.cluster ? RedisTestConnectionFactory.toCluster(this.port)
				: RedisTestConnectionFactory.toServer(this.port);
	}

	/**
	 * Send a command and return the answer.
	 * @param line the command and its arguments, which contain no spaces
	 * @return the answer as it is sent
	 */
	public String command(String line) {
		try {
			return RedisCommand.send(this.port, line);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * End the server in an orderly manner.
	 */
	public void stop() {
		thaw();
		this.process.destroy();
		awaitEnd();
	}

	/**
	 * End the server at once.
	 */
	public void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/**
	 * Halt the server: it stays connected and answers nothing.
	 */
	public void freeze() {
		signal("STOP");
	}

	/**
	 * Let a frozen server go on.
	 */
	public void thaw() {
		signal("CONT");
	}

	/**
	 * Start the server again on the same port, without data, and wait until it answers.
	 */
	public void restart() {
		if (this.process.isAlive()) {
			stop();
		}
		try {
			this.process = launch();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitAnswer();
		if (this.cluster) {
			await("CLUSTER INFO", "cluster_state:ok");
		}
	}

	@Override
	public void close() {
		kill();
		Runtime.getRuntime().removeShutdownHook(this.atExit);
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Process launch() throws IOException {
		List<String> command = new ArrayList<>(List.of(RedisExecutable.path(), "--port", Integer.toString(this.port),
				"--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", this.directory.toString()));
		if (this.cluster) {
			command.addAll(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf",
					"--cluster-announce-ip", "127.0.0.1"));
		}
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(log().toFile())
			.directory(this.directory.toFile())
			.start();
	}

	private Path log() {
		return this.directory.resolve("redis.log");
	}

	private void awaitAnswer() {
		await("PING", "PONG");
	}

	private void await(String command, String answer) {
		long deadline = System.nanoTime() + LONGEST_START.toNanos();
		while (!answers(command, answer)) {
			if (System.nanoTime() - deadline > 0 || hasEndedWithin(PAUSE_MILLIS)) {
				throw new IllegalStateException("The server does not answer:\n" + readLog());
			}
		}
	}

	private boolean answers(String command, String answer) {
		try {
			return RedisCommand.send(this.port, command).contains(answer);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String readLog() {
		try {
			return Files.readString(log());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void signal(String name) {
		if (!this.process.isAlive()) {
			return;
		}
		try {
			int status = new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("No signal was sent: " + status);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void awaitEnd() {
		if (!hasEndedWithin(LONGEST_START.toMillis())) {
			throw new IllegalStateException("The server does not end");
		}
	}

	private boolean hasEndedWithin(long millis) {
		try {
			return this.process.waitFor(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int freePort() throws IOException {
		while (true) {
			int candidate = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
			try (ServerSocket socket = new ServerSocket()) {
				socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate));
				return candidate;
			}
			catch (IOException ex) {
				// taken: another will be free
			}
		}
	}

}
