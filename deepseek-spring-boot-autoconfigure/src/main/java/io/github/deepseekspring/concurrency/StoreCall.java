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

import io.github.deepseekspring.concurrency.LeaseStore.Lease;

/**
 * A call to the store, which cannot be taken back. The group's lock guards it.
 */
final class StoreCall {

	final long sentAt = Ticket.now();

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

	StoreCall(List<Lease> returned, List<Wish> wishes, boolean forAll) {
		this.returned = returned;
		this.wishes = wishes;
		this.forAll = forAll;
	}

	long age() {
		return Ticket.now() - this.sentAt;
	}

	/**
	 * Nobody knows what the store has done or will do, so that everything has to go back.
	 */
	void giveAllBack(Leases leases) {
		this.returned.forEach(leases::giveBack);
		this.wishes.forEach((wish) -> leases.giveBack(wish.lease()));
	}

}
