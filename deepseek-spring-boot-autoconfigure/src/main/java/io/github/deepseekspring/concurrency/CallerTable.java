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

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The lines of those callers that have requests. Lines are used again for other callers,
 * so that a caller who comes and goes costs no object. Not thread-safe.
 */
final class CallerTable {

	private static final int MOST_SPARE = 64;

	private final LimitGroup group;

	/**
	 * Whether each {@code user_id} of a caller has a line of its own.
	 */
	private final boolean byUser;

	private @Nullable CallerLine[] buckets = new @Nullable CallerLine[64];

	private int size;

	private @Nullable CallerLine spare;

	private int spares;

	CallerTable(LimitGroup group, boolean byUser) {
		this.group = group;
		this.byUser = byUser;
	}

	int size() {
		return this.size;
	}

	@Nullable CallerLine get(Caller caller) {
		int hash = hash(caller);
		CallerLine line = this.buckets[index(hash)];
		while (line != null && !(line.hash == hash && isSame(line.caller, caller))) {
			line = line.next;
		}
		return line;
	}

	private boolean isSame(Caller one, Caller other) {
		return one.key().equals(other.key()) && (!this.byUser || Objects.equals(one.userId(), other.userId()));
	}

	private int hash(Caller caller) {
		int hash = caller.key().hashCode();
		if (this.byUser) {
			hash = 31 * hash + Objects.hashCode(caller.userId());
		}
		return hash ^ (hash >>> 16);
	}

	private int index(int hash) {
		return hash & (this.buckets.length - 1);
	}

	/**
	 * Add a line for a caller who has none.
	 */
	CallerLine add(Caller caller) {
		if (this.size == this.buckets.length) {
			grow();
		}
		CallerLine line = this.spare;
		if (line != null) {
			this.spare = line.next;
			this.spares--;
		}
		else {
			line = new CallerLine(this.group);
		}
		line.caller = caller;
		line.hash = hash(caller);
		link(line);
		this.size++;
		return line;
	}

	private void link(CallerLine line) {
		int index = index(line.hash);
		line.next = this.buckets[index];
		this.buckets[index] = line;
	}

	private void grow() {
		@Nullable CallerLine[] old = this.buckets;
		this.buckets = new @Nullable CallerLine[2 * old.length];
		for (CallerLine first : old) {
			CallerLine line = first;
			while (line != null) {
				CallerLine next = line.next;
				link(line);
				line = next;
			}
		}
	}

	/**
	 * Remove the line of a caller who has no request.
	 */
	void remove(CallerLine line) {
		int index = index(line.hash);
		CallerLine previous = this.buckets[index];
		if (previous == line) {
			this.buckets[index] = line.next;
		}
		else {
			while (Objects.requireNonNull(previous).next != line) {
				previous = previous.next;
			}
			previous.next = line.next;
		}
		this.size--;
		line.caller = Caller.NOBODY;
		line.user = null;
		if (this.spares < MOST_SPARE) {
			line.next = this.spare;
			this.spare = line;
			this.spares++;
		}
	}

	void forEach(Consumer<CallerLine> action) {
		Arrays.stream(this.buckets).forEach((first) -> {
			for (CallerLine line = first; line != null; line = line.next) {
				action.accept(line);
			}
		});
	}

}
