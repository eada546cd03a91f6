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

import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the store and what becomes of its answers. Not thread-safe.
 */
final class LeaseExchange {

	private static final int MOST_RETURNED = 500;

	private static final int MOST_WANTED = 500;

	/**
	 * As long as not all that is wanted is granted.
	 */
	private static final int FEW_WANTED = 32;

	private final Slots slots;

	private final Leases leases;

	private final Patience patience;

	private final WishList wishList;

	/**
	 * Whether something was refused, and is asked for again when it is time or when
	 * something goes back. The store keeps a place for it until then.
	 */
	private boolean refused;

	private boolean pollDue;

	LeaseExchange(Slots slots, Leases leases, Patience patience) {
		this.slots = slots;
		this.leases = leases;
		this.patience = patience;
		this.wishList = new WishList(slots.queue(), leases);
	}

	/**
	 * It is time to ask again.
	 */
	void poll() {
		this.pollDue = true;
	}

	/**
	 * Forget what was asked for.
	 */
	void reset() {
		this.refused = false;
		this.patience.forget();
	}

	/**
	 * Return what to say to the store, or {@code null} if there is nothing.
	 */
	@Nullable StoreCall next() {
		boolean hasReturned = this.leases.hasReturned();
		if (this.refused && !this.pollDue && !hasReturned) {
			return null;
		}
		int most = Math.min(this.slots.room(), this.refused ? FEW_WANTED : MOST_WANTED);
		List<Wish> wishes = (most > 0) ? this.wishList.next(most) : List.of();
		boolean nothing = wishes.isEmpty() && !hasReturned && !this.refused;
		this.pollDue = false;
		this.refused &= !wishes.isEmpty();
		if (nothing) {
			this.patience.forget();
			return null;
		}
		boolean forAll = wishes.size() < most || wishes.size() == this.slots.queue().waiting();
		StoreCall call = StoreCall.exchange(this.leases.takeReturned(MOST_RETURNED), wishes, forAll);
		if (!wishes.isEmpty()) {
			this.patience.arrived(false, call.sentAt);
		}
		return call;
	}

	/**
	 * Return whether something waits that was refused.
	 */
	boolean isRefused() {
		return this.refused;
	}

	/**
	 * Take over what the store has granted.
	 */
	void answered(StoreCall call, Exchange answer) {
		this.refused = false;
		this.pollDue = false;
		for (int i = 0; i < call.wishes.size(); i++) {
			Wish wish = call.wishes.get(i);
			Answer ofWish = answer.answers().get(i);
			if (ofWish == Answer.GRANTED) {
				this.leases.grant(wish, answer.standing().time());
			}
			if (wish.user() != null && ofWish != Answer.REFUSED) {
				wish.user().limitedByStore = ofWish == Answer.USER_LIMITED;
			}
			this.refused |= answer.known() && ofWish != Answer.GRANTED;
		}
		this.patience.answered(answer.known() && (this.refused || call.forAll));
	}

}
