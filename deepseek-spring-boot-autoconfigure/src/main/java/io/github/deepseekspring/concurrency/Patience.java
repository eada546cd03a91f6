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

/**
 * Since when requests have been waiting for an answer of the store. Those that came while
 * a call was under way are answered by the next one. Not thread-safe.
 */
final class Patience {

	private static final long FOR_EVER = Long.MAX_VALUE;

	private final long length;

	/**
	 * When the first of those came whom the call is for.
	 */
	private long asking = FOR_EVER;

	/**
	 * When the first of those came who have to wait for the next call.
	 */
	private long behind = FOR_EVER;

	Patience(long length) {
		this.length = length;
	}

	/**
	 * Somebody needs an answer.
	 * @param duringCall whether a call is under way
	 */
	void arrived(boolean duringCall, long now) {
		if (duringCall) {
			this.behind = Math.min(this.behind, now);
		}
		else {
			this.asking = Math.min(this.asking, now);
		}
	}

	/**
	 * A call has been answered.
	 * @param everybody whether all whom it was for know what they need
	 */
	void answered(boolean everybody) {
		this.asking = Math.min(everybody ? FOR_EVER : this.asking, this.behind);
		this.behind = FOR_EVER;
	}

	/**
	 * Nobody needs an answer any more.
	 */
	void forget() {
		this.asking = FOR_EVER;
		this.behind = FOR_EVER;
	}

	/**
	 * Return whether somebody needs an answer.
	 */
	boolean isTested() {
		return Math.min(this.asking, this.behind) != FOR_EVER;
	}

	/**
	 * Return how long somebody who needs an answer can still wait.
	 */
	long left(long now) {
		return Math.max(0, Math.min(this.asking, this.behind) + this.length - now);
	}

	/**
	 * Return whether an answer may take so long.
	 */
	boolean allows(long age) {
		return age <= this.length;
	}

}
