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

import java.util.List;
import java.util.function.Consumer;

import io.github.deepseekspring.concurrency.LeaseStore.Lease;

/**
 * A call to the store, which cannot be taken back. The group's lock guards it.
 */
final class StoreCall {

	final long sentAt = Ticket.now();

	/**
	 * What it renews.
	 */
	final List<HeldLease> renewed;

	/**
	 * What goes back with it.
	 */
	final List<Lease> returned;

	/**
	 * What it asks for.
	 */
	final List<Wish> wishes;

	/**
	 * Whether it asks for all that wait.
	 */
	final boolean forAll;

	/**
	 * Whether nobody waits for the answer any more.
	 */
	boolean abandoned;

	private StoreCall(List<HeldLease> renewed, List<Lease> returned, List<Wish> wishes, boolean forAll) {
		this.renewed = renewed;
		this.returned = returned;
		this.wishes = wishes;
		this.forAll = forAll;
	}

	static StoreCall renewal(List<HeldLease> renewed) {
		return new StoreCall(renewed, List.of(), List.of(), false);
	}

	static StoreCall exchange(List<Lease> returned, List<Wish> wishes, boolean forAll) {
		return new StoreCall(List.of(), returned, wishes, forAll);
	}

	long age() {
		return Ticket.now() - this.sentAt;
	}

	/**
	 * Give back what the call may leave with the store, because it was done too late or
	 * perhaps not at all.
	 */
	void undo(Consumer<Lease> giveBack) {
		this.returned.forEach(giveBack);
		this.wishes.forEach((wish) -> giveBack.accept(wish.lease()));
		giveEndedBack(giveBack);
	}

	/**
	 * Give back what has been renewed for requests that ended meanwhile.
	 */
	void giveEndedBack(Consumer<Lease> giveBack) {
		this.renewed.stream().filter((lease) -> !lease.held).forEach((lease) -> giveBack.accept(lease.lease));
	}

}
