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

package io.github.deepseekspring.samples.benchmark.many;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.samples.benchmark.client.ChildProcess;
import io.github.deepseekspring.samples.benchmark.client.ClientProcess;
import io.github.deepseekspring.samples.benchmark.streaming.LoadServer;

/**
 * Starts the server and the clients, each in a virtual machine of its own. All clients
 * have the same heap and the same collector.
 */
public final class Processes {

	private static final String SPRING_AI = "spring-ai";

	private static final List<String> OPTIONS = List.of("-Xmx2g", "-XX:+UseG1GC",
			"-XX:-UseDynamicNumberOfCompilerThreads");

	private static final Path[] SPRING_AI_MODULES = { Path.of("../benchmark-spring-ai"),
			Path.of("samples/benchmark-spring-ai") };

	private Processes() {
	}

	/**
	 * Start a server.
	 * @return its process, which is about to tell its port
	 */
	public static ChildProcess server() {
		return ChildProcess.start(List.of("-Xmx1g"), System.getProperty("java.class.path"), LoadServer.class.getName(),
				List.of());
	}

	/**
	 * Start a client.
	 * @param name the name of the client
	 * @param port where the server listens
	 * @param options how it differs from the client's defaults, such as
	 * {@code pool=tuned}
	 * @return its process
	 */
	public static ChildProcess client(String name, long port, List<String> options) {
		List<String> arguments = new ArrayList<>(List.of(name, "http://127.0.0.1:" + port));
		arguments.addAll(options);
		return ChildProcess.start(OPTIONS, classPath(name), ClientProcess.class.getName(), arguments);
	}

	/**
	 * Spring AI needs another Spring than the one here.
	 */
	private static String classPath(String client) {
		if (!client.equals(SPRING_AI)) {
			return System.getProperty("java.class.path");
		}
		for (Path module : SPRING_AI_MODULES) {
			Path file = module.resolve("target/classpath.txt");
			if (Files.isReadable(file)) {
				try {
					return module.resolve("target/classes") + System.getProperty("path.separator")
							+ Files.readString(file).trim();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}
		}
		throw new IllegalStateException("The module of Spring AI has not been built");
	}

}
