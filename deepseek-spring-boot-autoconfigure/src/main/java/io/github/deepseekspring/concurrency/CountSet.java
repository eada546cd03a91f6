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

package io.github.deepseekspring.concurrency;

import java.util.ArrayList;
import java.util.List;

/**
 * Small numbers, of which the lowest is found without a search: each bit of a level tells
 * whether a word of the level below has any. Not thread-safe.
 */
final class CountSet {

	private static final int BITS = 6;

	private final List<long[]> levels = new ArrayList<>();

	/**
	 * Create an empty set.
	 * @param highest the highest number that can be in the set
	 */
	CountSet(int highest) {
		int words = highest;
		do {
			words >>= BITS;
			this.levels.add(new long[words + 1]);
		}
		while (words > 0);
	}

	void add(int number) {
		int position = number;
		for (long[] level : this.levels) {
			level[position >> BITS] |= 1L << position;
			position >>= BITS;
		}
	}

	void remove(int number) {
		int position = number;
		for (long[] level : this.levels) {
			level[position >> BITS] &= ~(1L << position);
			if (level[position >> BITS] != 0) {
				return;
			}
			position >>= BITS;
		}
	}

	/**
	 * Return the lowest number.
	 * @return the number, or -1 if there is none
	 */
	int lowest() {
		int position = 0;
		for (int i = this.levels.size() - 1; i >= 0; i--) {
			long word = this.levels.get(i)[position];
			if (word == 0) {
				return -1;
			}
			position = (position << BITS) + Long.numberOfTrailingZeros(word);
		}
		return position;
	}

}
