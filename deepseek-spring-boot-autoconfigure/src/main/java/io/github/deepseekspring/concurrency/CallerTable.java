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
 * The lines of those callers that have requests, by a hash. Lines are used again for
 * other callers, so that one who comes and goes costs no object, and are linked by
 * numbers, since the collector has to be told of each reference that changes. Not
 * thread-safe.
 */
final class CallerTable {

	private static final int INITIAL_CAPACITY = 64;

	private static final int NONE = -1;

	private final LimitGroup group;

	/**
	 * If they are limited as well, each of a caller's users has a line of its own.
	 */
	private final @Nullable UserDirectory users;

	/**
	 * The first used or unused line is the first to be used again.
	 */
	private CallerLine[] lines = new CallerLine[0];

	private int[] buckets = new int[0];

	private int unused = NONE;

	private int size;

	CallerTable(LimitGroup group, @Nullable UserDirectory users) {
		this.group = group;
		this.users = users;
		grow(INITIAL_CAPACITY);
	}

	/**
	 * Return how many callers and users something is known of.
	 */
	int known() {
		return this.size + ((this.users != null) ? this.users.size() : 0);
	}

	/**
	 * Return the line of a caller, which has to be {@link #forgetIfIdle forgotten} if
	 * nothing comes of it.
	 */
	CallerLine line(Caller caller) {
		int hash = hash(caller);
		int number = this.buckets[bucket(hash)];
		while (number != NONE) {
			CallerLine line = this.lines[number];
			if (line.hash == hash && isSame(line.caller, caller)) {
				return line;
			}
			number = line.next;
		}
		return add(caller, hash);
	}

	private boolean isSame(@Nullable Caller one, Caller other) {
		return one != null && one.key().equals(other.key())
				&& (this.users == null || Objects.equals(one.userId(), other.userId()));
	}

	private int hash(Caller caller) {
		int hash = caller.key().hashCode();
		if (this.users != null) {
			hash = 31 * hash + Objects.hashCode(caller.userId());
		}
		return hash ^ (hash >>> 16);
	}

	private int bucket(int hash) {
		return hash & (this.buckets.length - 1);
	}

	private CallerLine add(Caller caller, int hash) {
		if (this.unused == NONE) {
			grow(2 * this.lines.length);
		}
		CallerLine line = this.lines[this.unused];
		this.unused = line.next;
		this.size++;
		line.caller = caller;
		line.hash = hash;
		link(line);
		if (this.users != null) {
			line.user = this.users.join(caller.userId());
		}
		return line;
	}

	private void link(CallerLine line) {
		int bucket = bucket(line.hash);
		line.next = this.buckets[bucket];
		this.buckets[bucket] = line.number;
	}

	private void unlink(CallerLine line) {
		int bucket = bucket(line.hash);
		int number = this.buckets[bucket];
		if (number == line.number) {
			this.buckets[bucket] = line.next;
			return;
		}
		while (this.lines[number].next != line.number) {
			number = this.lines[number].next;
		}
		this.lines[number].next = line.next;
	}

	/**
	 * All lines are in use.
	 */
	private void grow(int capacity) {
		int used = this.lines.length;
		this.lines = Arrays.copyOf(this.lines, capacity);
		this.buckets = new int[capacity];
		Arrays.fill(this.buckets, NONE);
		for (int i = 0; i < used; i++) {
			link(this.lines[i]);
		}
		for (int i = capacity - 1; i >= used; i--) {
			this.lines[i] = new CallerLine(this.group, i);
			this.lines[i].next = this.unused;
			this.unused = i;
		}
	}

	void forgetIfIdle(CallerLine line) {
		if (line.isIdle()) {
			forget(line);
		}
	}

	/**
	 * Forget a caller who has no request.
	 */
	void forget(CallerLine line) {
		unlink(line);
		line.caller = null;
		line.next = this.unused;
		this.unused = line.number;
		this.size--;
		if (this.users != null) {
			this.users.leave(Objects.requireNonNull(line.user));
			line.user = null;
		}
		if (this.size == 0 && this.lines.length > INITIAL_CAPACITY) {
			shrink();
		}
	}

	private void shrink() {
		this.lines = new CallerLine[0];
		this.unused = NONE;
		grow(INITIAL_CAPACITY);
	}

	void forEach(Consumer<CallerLine> action) {
		for (CallerLine line : this.lines) {
			if (line.caller != null) {
				action.accept(line);
			}
		}
	}

}
