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

package io.github.deepseekspring.samples.benchmark.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.util.Assert;

/**
 * Starts an application without and with the auto-configuration of the starter, in turn,
 * each time in a virtual machine of its own, and prints a table of what that took. The
 * starter is on the class path both times.
 */
public final class StartupBenchmark {

	private static final int ROUNDS = 7;

	private static final String OURS = "io.github.deepseekspring.";

	/**
	 * What other benchmarks have on the class path and what configures itself there.
	 */
	private static final List<String> FOREIGN = List.of("langchain4j-", "spring-boot-data-redis", "spring-data-",
			"lettuce-", "redisson");

	private static final List<String> PROPERTIES = List.of("--deepseek.api-key=sk-of-the-benchmark", "--server.port=0",
			"--logging.level.root=off", "--spring.main.banner-mode=off");

	private static final int MAX_MINUTES = 3;

	private StartupBenchmark() {
	}

	/**
	 * Run the benchmark.
	 * @param args nothing, or the number of rounds
	 * @throws IOException if a virtual machine cannot be started
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : ROUNDS;
		Assert.isTrue(rounds > 0, "There must be a round");
		System.out.print(run(rounds));
	}

	/**
	 * Run each of both once for nothing, which reads the files, and then as often as
	 * asked for. Every other round begins with the other one.
	 */
	private static StartupTable run(int rounds) throws IOException, InterruptedException {
		List<Startup> without = new ArrayList<>();
		List<Startup> with = new ArrayList<>();
		start(false);
		start(true);
		for (int i = 0; i < rounds; i++) {
			boolean first = i % 2 == 1;
			for (boolean configured : new boolean[] { first, !first }) {
				(configured ? with : without).add(start(configured));
			}
		}
		return new StartupTable(without, with);
	}

	static Startup start(boolean configured) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms256m", "-Xmx256m",
						"-cp", classPath(), StartupApplication.class.getName()));
		command.addAll(PROPERTIES);
		if (!configured) {
			command.add("--spring.autoconfigure.exclude=" + String.join(",", autoConfigurations()));
		}
		Path output = Files.createTempFile("startup", ".txt");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			boolean ended = process.waitFor(MAX_MINUTES, TimeUnit.MINUTES);
			process.destroyForcibly();
			List<String> lines = Files.readAllLines(output);
			Assert.state(ended, () -> "The application does not end: " + lines);
			return lines.stream()
				.map(Startup::parse)
				.filter(Objects::nonNull)
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("The application did not start: " + lines));
		}
		finally {
			Files.delete(output);
		}
	}

	static List<String> autoConfigurations() {
		return StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
			.filter((name) -> name.startsWith(OURS))
			.toList();
	}

	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> FOREIGN.stream().noneMatch(Path.of(entry).getFileName().toString()::startsWith))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
