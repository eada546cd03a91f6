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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.samples.redis.instance.InstanceApplication;

/**
 * An instance of the application, in a JVM of its own.
 */
final class Instance {

	private final String name;

	private final Path portFile;

	private final ChildProcess process;

	private volatile int port;

	/**
	 * Create an instance that does not run yet.
	 * @param name its name
	 * @param port its port; zero takes a free one at each start
	 * @param directory where it says which port it has
	 * @param arguments further arguments of the application
	 */
	Instance(String name, int port, Path directory, List<String> arguments) {
		this.name = name;
		this.portFile = directory.resolve(name + ".port");
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-Dportfile=" + this.portFile, "-cp", System.getProperty("java.class.path"),
				InstanceApplication.class.getName(), "--spring.application.name=" + name, "--server.port=" + port));
		command.addAll(arguments);
		this.process = new ChildProcess(name, command, this::findPort);
	}

	String name() {
		return this.name;
	}

	/**
	 * Return the port of the latest start, or zero before the first one.
	 */
	int port() {
		return this.port;
	}

	boolean isRunning() {
		return this.process.isRunning();
	}

	/**
	 * Start the instance unless it runs, and return before it takes requests.
	 */
	synchronized void launch() {
		if (!isRunning()) {
			forgetPort();
			this.process.launch();
		}
	}

	void awaitReady() {
		this.process.awaitReady();
	}

	void askToEnd() {
		this.process.askToEnd();
	}

	void awaitEnd() {
		this.process.awaitEnd();
	}

	void kill() {
		this.process.kill();
	}

	private void forgetPort() {
		try {
			Files.deleteIfExists(this.portFile);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean findPort() {
		try {
			String text = Files.exists(this.portFile) ? Files.readString(this.portFile) : "";
			if (text.isEmpty()) {
				return false;
			}
			this.port = Integer.parseInt(text);
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
