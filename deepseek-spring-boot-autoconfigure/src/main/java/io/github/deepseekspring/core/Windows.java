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

package io.github.deepseekspring.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs of one length in a text, which are looked for in other texts, one character at
 * a time. A rolling hash tells nearly all characters that end no such run with a look at
 * an array; a run that was found is not looked for again, so that the effort is in
 * proportion to the number of characters, whatever they are.
 */
final class Windows {

	private static final long FACTOR = 0x9E3779B97F4A7C15L;

	private static final int FILTER_BITS = 15;

	/**
	 * A power of two that no run is longer than.
	 */
	private static final int RING = 16;

	private final String text;

	private final int size;

	private final long leavingFactor;

	private final Map<Long, List<Integer>> starts = new HashMap<>();

	/**
	 * How many hashes of {@link #starts} have the same first bits.
	 */
	private final short[] filter = new short[1 << FILTER_BITS];

	private final boolean[] found;

	private final char[] last = new char[RING];

	private int seen;

	private long hash;

	/**
	 * Create the windows.
	 * @param text the text
	 * @param size how long a run is, less than 16
	 * @param found is set where a run was found
	 */
	Windows(String text, int size, boolean[] found) {
		this.text = text;
		this.size = size;
		this.found = found;
		long factor = 1;
		for (int i = 0; i < size; i++) {
			factor *= FACTOR;
		}
		this.leavingFactor = factor;
	}

	/**
	 * Look for the run that begins at a place in the text.
	 */
	void add(int start) {
		long sum = 0;
		for (int i = start; i < start + this.size; i++) {
			sum = FACTOR * sum + this.text.charAt(i);
		}
		List<Integer> same = this.starts.get(sum);
		if (same == null) {
			same = new ArrayList<>(1);
			this.starts.put(sum, same);
			this.filter[bucket(sum)]++;
		}
		same.add(start);
	}

	boolean isEmpty() {
		return this.starts.isEmpty();
	}

	/**
	 * Begin with another text.
	 */
	void restart() {
		this.seen = 0;
		this.hash = 0;
	}

	/**
	 * Take the next character of the other text.
	 */
	void next(char character) {
		long sum = FACTOR * this.hash + character;
		if (this.seen >= this.size) {
			sum -= this.leavingFactor * this.last[(this.seen - this.size) & (RING - 1)];
		}
		this.hash = sum;
		this.last[this.seen & (RING - 1)] = character;
		this.seen++;
		if (this.filter[bucket(sum)] > 0 && this.seen >= this.size) {
			check(sum);
		}
	}

	private void check(long sum) {
		List<Integer> same = this.starts.get(sum);
		if (same == null) {
			return;
		}
		same.removeIf((start) -> {
			boolean matches = matches(start);
			if (matches) {
				Arrays.fill(this.found, start, start + this.size, true);
			}
			return matches;
		});
		if (same.isEmpty()) {
			this.starts.remove(sum);
			this.filter[bucket(sum)]--;
		}
	}

	private boolean matches(int start) {
		for (int i = 0; i < this.size; i++) {
			if (this.text.charAt(start + i) != this.last[(this.seen - this.size + i) & (RING - 1)]) {
				return false;
			}
		}
		return true;
	}

	private static int bucket(long sum) {
		return (int) (sum >>> (Long.SIZE - FILTER_BITS));
	}

}
