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

package io.github.deepseekspring.samples.benchmark.client;

import java.util.Arrays;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * What has come of the requests so far. Thread-safe.
 */
final class Tally {

	private final Work work;

	private long answers;

	private long chunks;

	private long characters;

	private long failed;

	private String firstFailure = "";

	private long[] nanosToFirst = new long[64];

	private long[] nanosToEnd = new long[64];

	Tally(Work work) {
		this.work = work;
	}

	synchronized void add(@Nullable StreamResult result, @Nullable Throwable failure, long nanos) {
		if (result == null) {
			fail((failure != null) ? describe(failure) : "There was no result");
		}
		else if ((this.work.streamed() && result.chunks() != this.work.chunks())
				|| result.characters() != this.work.characters()) {
			fail("Got " + result.chunks() + " chunks and " + result.characters() + " characters instead of "
					+ this.work.chunks() + " and " + this.work.characters());
		}
		else {
			if (this.answers == this.nanosToEnd.length) {
				this.nanosToFirst = Arrays.copyOf(this.nanosToFirst, this.nanosToFirst.length * 2);
				this.nanosToEnd = Arrays.copyOf(this.nanosToEnd, this.nanosToEnd.length * 2);
			}
			this.nanosToFirst[(int) this.answers] = result.nanosToFirstContent();
			this.nanosToEnd[(int) this.answers] = nanos;
			this.answers++;
			this.chunks += result.chunks();
			this.characters += result.characters();
		}
	}

	private void fail(String reason) {
		this.failed++;
		if (this.firstFailure.isEmpty()) {
			this.firstFailure = reason;
		}
	}

	private static String describe(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause.toString() : failure.toString();
	}

	synchronized Values addTo(Values values) {
		int count = (int) this.answers;
		values.with("answers", count)
			.with("chunks", this.chunks)
			.with("characters", this.characters)
			.with("errors", this.failed)
			.with("error", this.firstFailure);
		if (count > 0) {
			percentiles(values, "first", Arrays.copyOf(this.nanosToFirst, count));
			percentiles(values, "end", Arrays.copyOf(this.nanosToEnd, count));
		}
		return values;
	}

	private static void percentiles(Values values, String name, long[] nanos) {
		Arrays.sort(nanos);
		values.with(name + "P50", nanos[nanos.length / 2]).with(name + "P99", nanos[nanos.length * 99 / 100]);
	}

}
