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

package io.github.deepseekspring.samples.chat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * The packaged sample in a process of its own, which ends when this is closed or when the
 * tests do.
 */
final class PackagedChat implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

	private static final int SECONDS_TO_STOP = 20;

	private static final Pattern PORT = Pattern.compile("at http://localhost:(\\d+)/");

	private final Process process;

	private final Thread stopper;

	private final Path log;

	private PackagedChat(Process process, Path log) {
		this.process = process;
		this.log = log;
		this.stopper = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.stopper);
	}

	/**
	 * Start the sample without a key and on a free port. What it writes goes to a file.
	 */
	static PackagedChat start(Path directory, String... arguments) {
		Path log = directory.resolve("chat.log");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-jar", new File(System.getProperty("chat.jar")).getPath(),
				"--server.port=0");
		builder.command().addAll(List.of(arguments));
		builder.environment().remove("DEEPSEEK_API_KEY");
		builder.redirectErrorStream(true).redirectOutput(log.toFile());
		try {
			return new PackagedChat(builder.start(), log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait for the port, but not for a process that has ended.
	 */
	int port() {
		String port = Mono.fromSupplier(this::findPort)
			.repeatWhenEmpty((attempts) -> attempts.delayElements(POLL_INTERVAL))
			.block(START_TIMEOUT);
		Assert.state(port != null, "There is no port");
		return Integer.parseInt(port);
	}

	private @Nullable String findPort() {
		Assert.state(this.process.isAlive(), () -> "The sample has not started:\n" + output());
		Matcher matcher = PORT.matcher(output());
		return matcher.find() ? matcher.group(1) : null;
	}

	String output() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ask the process to end and wait for it.
	 * @return its exit code
	 */
	int stop() {
		this.process.destroy();
		return awaitEnd();
	}

	/**
	 * Wait for the process to end by itself.
	 * @return its exit code
	 */
	int awaitEnd() {
		try {
			boolean ended = this.process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS);
			Assert.state(ended, () -> "The sample has not ended:\n" + output());
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		Runtime.getRuntime().removeShutdownHook(this.stopper);
	}

}
