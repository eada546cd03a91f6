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

import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A list that its members can leave from anywhere at once, since they bring their own
 * links. Not thread-safe.
 *
 * @param <T> the type of the members
 */
final class Chain<T> {

	private @Nullable Link<T> first;

	private @Nullable Link<T> last;

	private int size;

	@Nullable T first() {
		return (this.first != null) ? this.first.member : null;
	}

	@Nullable T last() {
		return (this.last != null) ? this.last.member : null;
	}

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.first == null;
	}

	void forEach(Consumer<T> action) {
		visit((member) -> {
			action.accept(member);
			return true;
		});
	}

	/**
	 * Visit the members from the first on.
	 * @param visitor returns whether it wants to see the next one
	 * @return whether it still does
	 */
	boolean visit(Predicate<T> visitor) {
		Link<T> link = this.first;
		while (link != null && visitor.test(link.member)) {
			link = link.next;
		}
		return link == null;
	}

	void addFirst(Link<T> link) {
		insert(null, link, this.first);
	}

	void addLast(Link<T> link) {
		insert(this.last, link, null);
	}

	private void insert(@Nullable Link<T> previous, Link<T> link, @Nullable Link<T> next) {
		link.chain = this;
		this.size++;
		join(previous, link);
		join(link, next);
	}

	private void remove(Link<T> link) {
		join(link.previous, link.next);
		this.size--;
		link.chain = null;
		link.previous = null;
		link.next = null;
	}

	private void join(@Nullable Link<T> previous, @Nullable Link<T> next) {
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		else {
			this.last = previous;
		}
	}

	/**
	 * A member's place in one chain at a time.
	 *
	 * @param <T> the type of the member
	 */
	static final class Link<T> {

		private final T member;

		private @Nullable Chain<T> chain;

		private @Nullable Link<T> previous;

		private @Nullable Link<T> next;

		Link(T member) {
			this.member = member;
		}

		boolean isLinked() {
			return this.chain != null;
		}

		boolean isIn(Chain<T> chain) {
			return this.chain == chain;
		}

		/**
		 * Leave the chain, if the member is in one.
		 * @return whether it was
		 */
		boolean unlink() {
			if (this.chain == null) {
				return false;
			}
			this.chain.remove(this);
			return true;
		}

	}

}
