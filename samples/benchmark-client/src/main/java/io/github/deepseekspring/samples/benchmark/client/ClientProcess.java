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
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * The virtual machine of a client. Reads commands from its input, each a line, and
 * answers each with a line that starts with {@code ok} or {@code failed}:
 * <ul>
 * <li>{@code streams} and {@code calls} with what {@link Work#command()} says: do it, and
 * tell the CPU time, that of the compiler, the bytes allocated, how many threads have
 * ended of which these are not fully known, what has come and how long it took</li>
 * <li>{@code start} with such a command after it: begin with it and answer at once</li>
 * <li>{@code await}: answer when that is done</li>
 * <li>{@code memory}: collect the garbage and tell what is left, and the threads</li>
 * <li>{@code exit}: end</li>
 * </ul>
 *
 * @since 0.1.0
 */
public final class ClientProcess {

	private static final String MODEL = "deepseek-v4-flash";

	private final BenchmarkClient client;

	private final PrintStream out;

	private final Meter meter = new Meter();

	private @Nullable CompletableFuture<Values> started;

	ClientProcess(BenchmarkClient client, PrintStream out) {
		this.client = client;
		this.out = out;
	}

	/**
	 * Create a client and do what is read.
	 * @param args the name of the client, the address of the server, and options such as
	 * {@code pool=tuned}
	 * @throws IOException if the commands cannot be read
	 */
	public static void main(String[] args) throws IOException {
		TreeMap<String, String> options = new TreeMap<>();
		for (int i = 2; i < args.length; i++) {
			int separator = args[i].indexOf('=');
			options.put(args[i].substring(0, separator), args[i].substring(separator + 1));
		}
		ClientSettings settings = new ClientSettings(args[1], "sk-benchmark", MODEL, options);
		try (BenchmarkClient client = create(args[0], settings)) {
			new ClientProcess(client, System.out)
				.serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
		}
		// Some clients leave threads behind that would keep the process alive
		System.exit(0);
	}

	private static BenchmarkClient create(String name, ClientSettings settings) {
		return ServiceLoader.load(BenchmarkClientProvider.class)
			.stream()
			.map(ServiceLoader.Provider::get)
			.filter((provider) -> provider.names().contains(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no client '" + name + "'"))
			.create(name, settings);
	}

	void serve(BufferedReader commands) throws IOException {
		for (String line = commands.readLine(); line != null && !line.equals("exit"); line = commands.readLine()) {
			String answer;
			try {
				answer = "ok " + answer(line);
			}
			catch (InterruptedException | RuntimeException ex) {
				answer = "failed " + new Values().with("error", (ex.getCause() != null) ? ex.getCause() : ex);
			}
			this.out.println(answer);
			this.out.flush();
		}
	}

	private Values answer(String line) throws InterruptedException {
		int blank = line.indexOf(' ');
		String command = (blank > 0) ? line.substring(0, blank) : line;
		String rest = line.substring(command.length()).trim();
		return switch (command) {
			case "streams", "calls" -> work(command, rest);
			case "start" -> start(rest);
			case "await" -> await();
			case "memory" -> this.meter.memory();
			default -> throw new IllegalArgumentException("There is no command '" + command + "'");
		};
	}

	private Values work(String command, String line) throws InterruptedException {
		Work work = Work.parse(command.equals("streams"), Values.parse(line));
		return new WorkRun(this.client, this.meter, work).run();
	}

	private Values start(String line) {
		CompletableFuture<Values> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				result.complete(answer(line));
			}
			catch (InterruptedException | RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		}, "work");
		thread.setDaemon(true);
		thread.start();
		this.started = result;
		return new Values();
	}

	private Values await() {
		CompletableFuture<Values> result = this.started;
		if (result == null) {
			throw new IllegalStateException("Nothing was started");
		}
		try {
			return result.join();
		}
		catch (CompletionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

}
