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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.samples.benchmark.client.ChildProcess;
import io.github.deepseekspring.samples.benchmark.client.ClientProcess;

/**
 * Starts the server and the clients, each in a virtual machine of its own, all clients
 * with the same options.
 *
 * @since 0.1.0
 */
public final class Clients {

	private static final String SPRING_AI = "spring-ai";

	private static final Path SPRING_AI_MODULE = Path.of("..", "benchmark-spring-ai", "target");

	private static final List<String> ALL = List.of("raw", "raw-jackson", "bare", "template", "webclient", SPRING_AI,
			"openai-java", "langchain4j");

	private static final List<String> JVM_OPTIONS = List.of("-Xms1g", "-Xmx2g", "-XX:+UseG1GC",
			"-XX:-UseDynamicNumberOfCompilerThreads", "-Dslf4j.internal.verbosity=ERROR");

	private Clients() {
	}

	/**
	 * Return the names of all clients.
	 * @return the names
	 */
	public static List<String> all() {
		return ALL;
	}

	/**
	 * Start the server.
	 * @return its process, whose first answer tells the {@code port} when it is ready
	 */
	public static ChildProcess startServer() {
		return ChildProcess.start(List.of("-Xmx1g", "-Dslf4j.internal.verbosity=ERROR"), classPath(),
				LoadServer.class.getName(), List.of());
	}

	/**
	 * Start a client.
	 * @param client its name
	 * @param baseUrl the address of the server
	 * @param options the options of the client, such as {@code pool=tuned}
	 * @return its process, which answers the commands of {@link ClientProcess}
	 */
	public static ChildProcess start(String client, String baseUrl, List<String> options) {
		List<String> arguments = new ArrayList<>(List.of(client, baseUrl));
		arguments.addAll(options);
		return ChildProcess.start(JVM_OPTIONS, client.equals(SPRING_AI) ? springAiClassPath() : classPath(),
				ClientProcess.class.getName(), arguments);
	}

	private static String classPath() {
		return System.getProperty("java.class.path");
	}

	private static String springAiClassPath() {
		try {
			return SPRING_AI_MODULE.resolve("classes") + File.pathSeparator
					+ Files.readString(SPRING_AI_MODULE.resolve("classpath.txt")).trim();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The module samples/benchmark-spring-ai was not compiled", ex);
		}
	}

}
