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

import io.github.deepseekspring.samples.benchmark.client.Values;

/**
 * What one window of time has told of a client.
 *
 * @param cpuMicros CPU time per chunk in microseconds, that of the garbage collector
 * included and that of the compiler not
 * @param bytes bytes allocated per chunk
 * @param complete whether these are all bytes, or only the least that it can be
 */
record Measurement(double cpuMicros, double bytes, boolean complete) {

	private static final double NANOS_PER_MICRO = 1000;

	/**
	 * Make it of what a client has told of streams of so many chunks.
	 * @throws IllegalStateException if a stream has failed or had other chunks
	 */
	static Measurement of(Values values, int chunksPerStream) {
		if (values.number("errors") > 0) {
			throw new IllegalStateException(
					values.number("errors") + " streams have failed, the first with: " + values.text("error", ""));
		}
		double chunks = (double) values.number("answers") * chunksPerStream;
		long compiler = Math.max(0, values.number("compilerNanos"));
		return new Measurement((values.number("cpuNanos") - compiler) / NANOS_PER_MICRO / chunks,
				values.number("allocatedBytes") / chunks, values.number("unseenThreads") == 0);
	}

}
