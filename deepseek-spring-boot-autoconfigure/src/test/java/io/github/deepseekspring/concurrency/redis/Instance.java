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

package io.github.deepseekspring.concurrency.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Exchange;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.LeaseStore.Standing;
import io.github.deepseekspring.concurrency.LeaseStore.Terms;
import io.github.deepseekspring.concurrency.LeaseStore.Throttling;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * An instance of an application as the store sees it, whose calls are waited for.
 *
 * @param store the store
 * @param terms what it asks with
 */
public record Instance(LeaseStore store, Terms terms) {

	public static final String GROUP = "tested";

	private static final Duration LONGEST = Duration.ofSeconds(20);

	public static Instance of(LeaseStore store, String name, int ceiling, @Nullable Integer userLimit) {
		return of(store, name, ceiling, userLimit, Duration.ofSeconds(30), Adaptive.defaults());
	}

	public static Instance of(LeaseStore store, String name, int ceiling, @Nullable Integer userLimit, Duration lease,
			Adaptive adaptive) {
		double slope = 0.0008 * ceiling * Math.pow(10_000.0 / adaptive.recovery().toMillis(), 3);
		return new Instance(store, new Terms(GROUP, name, ceiling, userLimit, lease, adaptive, slope));
	}

	/**
	 * Make the instance known and return it.
	 */
	public Instance known() {
		renew();
		return this;
	}

	public Standing renew(Lease... held) {
		return renew(Arrays.asList(held));
	}

	/**
	 * Renew leases of an account that was full.
	 */
	public Standing renew(Collection<Lease> held) {
		return renew(held, this.terms.ceiling());
	}

	public Standing renew(Collection<Lease> held, int expected) {
		return await(this.store.renew(this.terms, held, expected));
	}

	public Exchange exchange(Collection<Lease> returned, List<Candidate> candidates) {
		return await(this.store.exchange(this.terms, returned, candidates));
	}

	/**
	 * Ask for leases of callers with nothing else that have not waited.
	 */
	public List<Answer> acquire(Lease... leases) {
		return ask(Arrays.stream(leases).map((lease) -> candidate(lease, 0, 0)).toArray(Candidate[]::new));
	}

	public List<Answer> ask(Candidate... candidates) {
		return exchange(List.of(), List.of(candidates)).answers();
	}

	public Standing giveBack(Lease... leases) {
		return exchange(List.of(leases), List.of()).standing();
	}

	public Throttling throttled(Lease lease, long grantedAt, @Nullable Integer toldLimit) {
		return await(this.store.throttled(this.terms, lease, grantedAt, toldLimit));
	}

	public static Candidate candidate(Lease lease, int rank, long waitedMillis) {
		return new Candidate(lease, rank, Duration.ofMillis(waitedMillis));
	}

	private static <T> T await(Mono<T> answer) {
		T value = answer.block(LONGEST);
		if (value == null) {
			throw new IllegalStateException("There is no answer");
		}
		return value;
	}

}
