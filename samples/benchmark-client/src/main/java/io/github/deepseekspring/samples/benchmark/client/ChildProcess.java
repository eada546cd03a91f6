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

package io.github.deepseekspring.samples.benchmark.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another virtual machine that was started from this one and answers commands, such as a
 * {@link ClientProcess}. What it writes to its error output goes to that of this one.
 *
 * @since 0.1.0
 */
public final class ChildProcess implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 5;

	private final Process process;

	private final Writer commands;

	private final BufferedReader answers;

	private ChildProcess(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Start one with the Java that runs here.
	 * @param jvmOptions such as {@code -Xmx2g}
	 * @param classPath where its classes are
	 * @param main the class with the main method
	 * @param arguments what its main method gets
	 * @return the process
	 */
	public static ChildProcess start(List<String> jvmOptions, String classPath, String main, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmOptions);
		command.addAll(List.of("-cp", classPath, main));
		command.addAll(arguments);
		try {
			return new ChildProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the identifier of the process, for tools.
	 * @return the identifier
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Send a command and wait for the answer.
	 * @param command a line
	 * @return what the answer says
	 * @throws IllegalStateException if it failed or the process has ended
	 */
	public Values ask(String command) {
		try {
			this.commands.write(command + "\n");
			this.commands.flush();
			return answer();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait for an answer without a command, such as that the process is ready.
	 * @return what the answer says
	 * @throws IllegalStateException if it failed or the process has ended
	 */
	public Values answer() {
		try {
			for (String line = this.answers.readLine(); line != null; line = this.answers.readLine()) {
				if (line.startsWith("ok ")) {
					return Values.parse(line.substring("ok ".length()));
				}
				if (line.startsWith("failed ")) {
					throw new IllegalStateException(
							Values.parse(line.substring("failed ".length())).text("error", line));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		throw new IllegalStateException("The process has ended");
	}

	/**
	 * Tell the process to exit, and end it if it does not.
	 */
	@Override
	public void close() {
		try {
			this.commands.write("exit\n");
			this.commands.flush();
			if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			this.process.destroyForcibly();
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
