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

package io.github.deepseekspring.test;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.LeaseStore;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A {@link LeaseStore} in memory that gives everybody a lease, tells what it was asked,
 * and can be switched off.
 */
public final class RecordingLeaseStore implements LeaseStore {

	private final Queue<Terms> terms = new ConcurrentLinkedQueue<>();

	private final Set<Lease> leases = ConcurrentHashMap.newKeySet();

	private volatile boolean available = true;

	private volatile Mono<Void> untilReturned = Mono.empty();

	/**
	 * Let all calls fail, or no longer.
	 * @param newAvailable whether calls are answered
	 */
	public void setAvailable(boolean newAvailable) {
		this.available = newAvailable;
	}

	/**
	 * Let calls that return leases take longer.
	 * @param newUntilReturned completes when these calls may
	 */
	public void setUntilReturned(Mono<Void> newUntilReturned) {
		this.untilReturned = newUntilReturned;
	}

	/**
	 * Return the terms of all calls.
	 * @return the terms, in order
	 */
	public List<Terms> terms() {
		return List.copyOf(this.terms);
	}

	/**
	 * Return the leases that there are.
	 * @return the leases
	 */
	public Set<Lease> leases() {
		return Set.copyOf(this.leases);
	}

	@Override
	public Mono<Exchange> exchange(Terms callTerms, Collection<Lease> returned, List<Candidate> candidates) {
		Mono<Exchange> exchange = Mono.fromSupplier(() -> {
			record(callTerms);
			returned.forEach(this.leases::remove);
			candidates.forEach((candidate) -> this.leases.add(candidate.lease()));
			return new Exchange(standing(callTerms), true,
					candidates.stream().map((candidate) -> Answer.GRANTED).toList());
		});
		return returned.isEmpty() ? exchange : Mono.defer(() -> this.untilReturned).then(exchange);
	}

	@Override
	public Mono<Standing> renew(Terms callTerms, Collection<Lease> held, int expected) {
		return Mono.fromSupplier(() -> {
			record(callTerms);
			this.leases.addAll(held);
			return standing(callTerms);
		});
	}

	@Override
	public Mono<Throttling> throttled(Terms callTerms, Lease lease, long grantedAt, @Nullable Integer toldLimit) {
		return Mono.fromSupplier(() -> {
			record(callTerms);
			this.leases.remove(lease);
			return new Throttling(standing(callTerms), false, Scope.ACCOUNT);
		});
	}

	private void record(Terms callTerms) {
		this.terms.add(callTerms);
		if (!this.available) {
			throw new IllegalStateException("The store is switched off");
		}
	}

	private Standing standing(Terms callTerms) {
		return new Standing(System.currentTimeMillis(), callTerms.ceiling(), this.leases.size(), 3);
	}

}
