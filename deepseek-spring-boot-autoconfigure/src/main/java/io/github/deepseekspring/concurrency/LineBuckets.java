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

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Lines by a number that they have. Empty buckets do not stay. Not thread-safe.
 */
final class LineBuckets {

	private final Map<Integer, Chain<CallerLine>> buckets = new HashMap<>();

	/**
	 * Add a line as the last one with that number.
	 */
	void add(int number, Chain.Link<CallerLine> link) {
		this.buckets.computeIfAbsent(number, (key) -> new Chain<>()).addLast(link);
	}

	/**
	 * Remove a line.
	 * @return whether no other line has that number
	 */
	boolean remove(int number, Chain.Link<CallerLine> link) {
		link.unlink();
		Chain<CallerLine> bucket = this.buckets.get(number);
		if (bucket != null && bucket.isEmpty()) {
			this.buckets.remove(number);
			return true;
		}
		return bucket == null;
	}

	@Nullable CallerLine first(int number) {
		Chain<CallerLine> bucket = this.buckets.get(number);
		return (bucket != null) ? bucket.first() : null;
	}

}
