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
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;

/**
 * Measures this virtual machine.
 */
final class Meter {

	private static final Path STATUS = Path.of("/proc/self/status");

	private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final Allocation allocation = new Allocation();

	Reading read() {
		return new Reading(System.nanoTime(), this.process.getProcessCpuTime(), CompilerThreads.cpuNanos(),
				this.allocation.bytes(), this.allocation.unseenThreads());
	}

	/**
	 * Collect the garbage and return what is left of the heap, and how many threads there
	 * are and were at the most.
	 */
	Values memory() {
		// What the first collection finds to be finalized or cleaned goes with the second
		System.gc();
		System.gc();
		Values memory = new Values()
			.with("liveHeap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed())
			.with("threads", this.threads.getThreadCount())
			.with("peakThreads", this.threads.getPeakThreadCount())
			.with("loadedClasses", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
		addResidentSize(memory);
		return memory;
	}

	private static void addResidentSize(Values memory) {
		if (!Files.isReadable(STATUS)) {
			return;
		}
		try {
			for (String line : Files.readAllLines(STATUS)) {
				if (line.startsWith("VmHWM:")) {
					memory.with("peakResidentKilobytes", line.replaceAll("\\D", ""));
				}
			}
		}
		catch (IOException ex) {
			// The only figure that is missing then is this one
			memory.with("peakResidentKilobytes", -1);
		}
	}

	/**
	 * What was read at one time.
	 *
	 * @param nanos the time
	 * @param cpuNanos the CPU time of all threads, those of the collector and the
	 * compiler included
	 * @param compilerNanos that of the compiler's threads, or
	 * {@link CompilerThreads#UNKNOWN}
	 * @param allocatedBytes what was allocated
	 * @param unseenThreads how many threads have ended of which not all bytes are known
	 */
	record Reading(long nanos, long cpuNanos, long compilerNanos, long allocatedBytes, long unseenThreads) {

		Values since(Reading start) {
			return new Values().with("wallNanos", this.nanos - start.nanos)
				.with("cpuNanos", this.cpuNanos - start.cpuNanos)
				.with("compilerNanos",
						(this.compilerNanos != CompilerThreads.UNKNOWN) ? this.compilerNanos - start.compilerNanos
								: CompilerThreads.UNKNOWN)
				.with("allocatedBytes", this.allocatedBytes - start.allocatedBytes)
				.with("unseenThreads", this.unseenThreads - start.unseenThreads);
		}

	}

}
