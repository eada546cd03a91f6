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
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Lines by a small number that they have. Not thread-safe.
 */
final class LineBuckets {

	private static final int KEPT = 64;

	private List<Chain<CallerLine>> buckets = new ArrayList<>();

	/**
	 * Add a line as the last one with that number.
	 */
	void add(int number, Chain.Link<CallerLine> link) {
		while (this.buckets.size() <= number) {
			this.buckets.add(new Chain<>());
		}
		this.buckets.get(number).addLast(link);
	}

	/**
	 * Remove a line.
	 * @return whether no other line has that number
	 */
	boolean remove(int number, Chain.Link<CallerLine> link) {
		link.unlink();
		return this.buckets.get(number).isEmpty();
	}

	/**
	 * Keep little of what high numbers needed, now that there is no line.
	 */
	void trim() {
		if (this.buckets.size() > KEPT) {
			this.buckets = new ArrayList<>();
		}
	}

	/**
	 * Return the first line with that number, if there is one.
	 */
	@Nullable CallerLine first(int number) {
		return this.buckets.get(number).first();
	}

	/**
	 * Visit the lines with that number.
	 * @param visitor returns whether it wants to see the next one
	 * @return whether it still does
	 */
	boolean visit(int number, Predicate<CallerLine> visitor) {
		return this.buckets.get(number).visit(visitor);
	}

}
