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

package io.github.deepseekspring.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own with an instance that makes requests.
 */
final class InstanceProcess implements AutoCloseable {

	private final Process process;

	private final Thread atExit;

	private InstanceProcess(Process process) {
		this.process = process;
		this.atExit = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.atExit);
	}

	/**
	 * Start a JVM and return before it is up.
	 * @param requests how many requests the instance makes
	 * @param user on whose behalf
	 * @param settings its properties
	 */
	static InstanceProcess start(int requests, String user, Settings settings) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
						InstanceMain.class.getName(), Integer.toString(requests), user));
		command.addAll(settings.arguments());
		try {
			return new InstanceProcess(new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * End it as {@code kill -9} does.
	 */
	void kill() {
		this.process.destroyForcibly();
		awaitEnd(Duration.ofSeconds(10));
	}

	/**
	 * Tell it to end, and return before it has. Its standard input stays open.
	 */
	void terminate() {
		this.process.toHandle().destroy();
	}

	void awaitEnd(Duration timeout) {
		try {
			if (!this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("The process does not end");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		kill();
		Runtime.getRuntime().removeShutdownHook(this.atExit);
	}

}
