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

package io.github.deepseekspring.torture;

import java.util.ArrayList;
import java.util.List;

/**
 * What a process holds at a moment, after a collection.
 *
 * @param minute when
 * @param ended how many requests had ended, and how
 * @param heapMegabytes what is alive in the heap
 * @param directMegabytes Netty's memory outside of it
 * @param threads all threads
 * @param connections those with a request on them, as the server counts
 * @param running requests that hold a slot
 * @param waiting requests that wait for one
 * @param callers users who have requests that wait
 * @param observed observations that have not ended
 * @param meters all meters
 */
record Vitals(int minute, String ended, long heapMegabytes, long directMegabytes, int threads, int connections,
		int running, int waiting, int callers, long observed, int meters) {

	static List<String> table(List<Vitals> minutely) {
		List<String> lines = new ArrayList<>();
		lines.add("| minute | ended | heap, MB | direct, MB | threads | connections | running | waiting | callers "
				+ "| observed | meters |");
		lines.add("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
		minutely.forEach((vitals) -> lines.add(vitals.line()));
		return lines;
	}

	private String line() {
		return "| %d | %s | %d | %d | %d | %d | %d | %d | %d | %d | %d |".formatted(this.minute, this.ended,
				this.heapMegabytes, this.directMegabytes, this.threads, this.connections, this.running, this.waiting,
				this.callers, this.observed, this.meters);
	}

}
