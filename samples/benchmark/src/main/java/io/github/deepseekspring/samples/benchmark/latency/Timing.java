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

package io.github.deepseekspring.samples.benchmark.latency;

import io.github.deepseekspring.samples.benchmark.client.Values;

/**
 * What requests one after another have cost a client, in microseconds.
 *
 * @param cpu the CPU time of the client's process for each request, without that of the
 * compiler where the system tells it
 * @param firstP50 the median time to the first content
 * @param firstP99 the time to it that one in a hundred exceeds
 * @param endP50 the median time to the end
 * @param endP99 the time to it that one in a hundred exceeds
 * @param allocatedKilobytes what was allocated for each request
 */
record Timing(double cpu, double firstP50, double firstP99, double endP50, double endP99, double allocatedKilobytes) {

	private static final double MICROS = 1e3;

	private static final double KILOBYTE = 1024;

	/**
	 * Put together what a client's process has told.
	 * @param work what it told of its work
	 * @return the timing
	 * @throws IllegalStateException if a request failed or had another answer than it
	 * should
	 */
	static Timing of(Values work) {
		if (work.number("errors") > 0) {
			throw new IllegalStateException(work.number("errors") + " failed, first: " + work.text("error", ""));
		}
		double answers = work.number("answers");
		double cpu = work.number("cpuNanos") - (double) Math.max(0, work.number("compilerNanos"));
		return new Timing(cpu / answers / MICROS, work.number("firstP50") / MICROS, work.number("firstP99") / MICROS,
				work.number("endP50") / MICROS, work.number("endP99") / MICROS,
				work.number("allocatedBytes") / answers / KILOBYTE);
	}

}
