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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A process that is started and ended as often as wanted. What it writes appears among
 * what this JVM writes. Its standard input ends with this JVM.
 */
final class ChildProcess {

	private static final Duration LONGEST_START = Duration.ofMinutes(1);

	private static final long LONGEST_END_MILLIS = 5000;

	private static final long PAUSE_MILLIS = 50;

	private final String name;

	private final List<String> command;

	private final BooleanSupplier ready;

	private volatile @Nullable Process process;

	/**
	 * Create a process that does not run yet.
	 * @param name what it is called in messages
	 * @param command the program and its arguments
	 * @param ready tells whether it has started
	 */
	ChildProcess(String name, List<String> command, BooleanSupplier ready) {
		this.name = name;
		this.command = List.copyOf(command);
		this.ready = ready;
	}

	/**
	 * Start the process unless it runs, and return before it is ready.
	 */
	synchronized void launch() {
		if (isRunning()) {
			return;
		}
		try {
			Process launched = new ProcessBuilder(this.command).redirectErrorStream(true).start();
			this.process = launched;
			Thread relay = new Thread(() -> launched.inputReader().lines().forEach(System.out::println),
					this.name + "-output");
			relay.setDaemon(true);
			relay.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until the process is ready.
	 */
	synchronized void awaitReady() {
		long deadline = System.nanoTime() + LONGEST_START.toNanos();
		while (!this.ready.getAsBoolean()) {
			if (hasEndedWithin(PAUSE_MILLIS) || System.nanoTime() - deadline > 0) {
				throw new IllegalStateException(this.name + " does not start");
			}
		}
	}

	boolean isRunning() {
		Process current = this.process;
		return current != null && current.isAlive();
	}

	/**
	 * Ask the process to end, and return before it has.
	 */
	void askToEnd() {
		Process current = this.process;
		if (current != null) {
			current.toHandle().destroy();
		}
	}

	/**
	 * Wait for the process to end, for a while. Then make it.
	 */
	void awaitEnd() {
		if (!hasEndedWithin(LONGEST_END_MILLIS)) {
			kill();
		}
	}

	/**
	 * End the process as {@code kill -9} does.
	 */
	void kill() {
		Process current = this.process;
		if (current != null) {
			current.toHandle().destroyForcibly();
			hasEndedWithin(LONGEST_END_MILLIS);
		}
	}

	private boolean hasEndedWithin(long millis) {
		Process current = this.process;
		try {
			return current == null || current.waitFor(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + this.name, ex);
		}
	}

}
