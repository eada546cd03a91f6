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

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What one start of an application took, until it was ready.
 *
 * @param elapsed milliseconds since the virtual machine began
 * @param cpu milliseconds of CPU time of the process, the compiler's included
 * @param classes how many classes were loaded
 * @param heap kilobytes of the heap that are in use after a collection
 * @param beans how many beans are defined
 */
record Startup(long elapsed, long cpu, long classes, long heap, long beans) {

	private static final String PREFIX = "startup:";

	/**
	 * Read what an application has printed.
	 * @return the figures, or {@code null} if the line tells something else
	 */
	static @Nullable Startup parse(String line) {
		if (!line.startsWith(PREFIX)) {
			return null;
		}
		long[] figures = Arrays.stream(line.substring(PREFIX.length()).split(",")).mapToLong(Long::parseLong).toArray();
		Assert.state(figures.length == 5, () -> "Not the figures of a start: " + line);
		return new Startup(figures[0], figures[1], figures[2], figures[3], figures[4]);
	}

	@Override
	public String toString() {
		return PREFIX + this.elapsed + "," + this.cpu + "," + this.classes + "," + this.heap + "," + this.beans;
	}

}
