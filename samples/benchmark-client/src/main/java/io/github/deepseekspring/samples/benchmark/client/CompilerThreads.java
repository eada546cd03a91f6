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

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The CPU time of the threads that compile. Java does not tell it, Linux does.
 */
final class CompilerThreads {

	/**
	 * What {@link #cpuNanos()} returns where the system does not tell.
	 */
	static final long UNKNOWN = -1;

	private static final Path THREADS = Path.of("/proc/self/task");

	private CompilerThreads() {
	}

	/**
	 * Return the CPU time so far. It only grows as long as no such thread ends, for which
	 * the virtual machine needs {@code -XX:-UseDynamicNumberOfCompilerThreads}.
	 */
	static long cpuNanos() {
		if (!Files.isDirectory(THREADS)) {
			return UNKNOWN;
		}
		long sum = 0;
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
			for (Path thread : threads) {
				if (isCompiler(thread)) {
					sum += cpuNanos(thread);
				}
			}
		}
		catch (IOException ex) {
			return UNKNOWN;
		}
		return sum;
	}

	private static boolean isCompiler(Path thread) {
		try {
			String name = Files.readString(thread.resolve("comm"));
			return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
		}
		catch (IOException ex) {
			// Others may end at any time
			return false;
		}
	}

	private static long cpuNanos(Path thread) throws IOException {
		String statistics = Files.readString(thread.resolve("schedstat"));
		return Long.parseLong(statistics.substring(0, statistics.indexOf(' ')));
	}

}
