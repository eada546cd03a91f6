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

import io.github.deepseekspring.samples.benchmark.client.Values;

/**
 * What has come of one run of a client.
 *
 * @param open how many streams were seen open at the same time
 * @param complete how many streams had all that the server sent
 * @param failed how many failed
 * @param failure what the first of these said, or an empty text
 * @param wallSeconds how long it took until the last one had ended
 * @param cpuSeconds the CPU time of the client's process
 * @param ownCpuSeconds the same without the compiler, or with it where the system does
 * not tell
 * @param threads the highest number of threads
 * @param heapPerStream the live bytes that came with a stream, or NaN if the streams were
 * never all open at once
 * @param residentMegabytes the highest resident size of the process
 */
record Outcome(long open, long complete, long failed, String failure, double wallSeconds, double cpuSeconds,
		double ownCpuSeconds, long threads, double heapPerStream, double residentMegabytes) {

	private static final double NANOS = 1e9;

	private static final double KILOBYTES = 1024;

	/**
	 * Put together what a client's process has told.
	 * @param work what it told of its work
	 * @param after what it told of its memory and threads afterwards
	 * @param open how many streams were seen open at the same time
	 * @param heapPerStream the live bytes of a stream
	 * @return the outcome
	 */
	static Outcome of(Values work, Values after, long open, double heapPerStream) {
		double cpu = work.number("cpuNanos") / NANOS;
		double compiler = Math.max(0, work.number("compilerNanos") / NANOS);
		return new Outcome(open, work.number("answers"), work.number("errors"), work.text("error", ""),
				work.number("wallNanos") / NANOS, cpu, cpu - compiler, after.number("peakThreads"), heapPerStream,
				after.number("peakResidentKilobytes", 0) / KILOBYTES);
	}

	/**
	 * Return whether all streams were open at the same time and none failed.
	 */
	boolean isComplete() {
		return this.failed == 0 && this.open >= this.complete;
	}

}
