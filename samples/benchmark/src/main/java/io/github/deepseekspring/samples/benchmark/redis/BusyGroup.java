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

package io.github.deepseekspring.samples.benchmark.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Exchange;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.LeaseStore.Standing;
import io.github.deepseekspring.concurrency.LeaseStore.Terms;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * A limit group whose slots are all taken, by several instances, in each of which more
 * requests wait. Each call leaves it as it was.
 */
final class BusyGroup {

	private static final Duration LEASE = Duration.ofMinutes(10);

	/**
	 * As many as are remembered of each instance.
	 */
	private static final int WAITING = 16;

	private static final int RANK = 3;

	private final LeaseStore store;

	private final int limit;

	private final int instances;

	private final Deque<Lease> held = new ArrayDeque<>();

	private long counter;

	BusyGroup(LeaseStore store, int limit, int instances) {
		this.store = store;
		this.limit = limit;
		this.instances = instances;
	}

	/**
	 * Take all slots.
	 */
	Mono<Void> fill() {
		return Flux.range(0, this.instances).concatMap((instance) -> {
			List<Lease> leases = leases(instance, (this.limit + instance) / this.instances);
			this.held.addAll(leases);
			return this.store.renew(terms(instance), leases, 0);
		}).then();
	}

	/**
	 * Let requests wait in all instances but the first, which is forgotten after a
	 * second.
	 */
	Mono<Void> lineUp() {
		return Flux.range(1, this.instances - 1)
			.concatMap(
					(instance) -> this.store.exchange(terms(instance), List.of(), candidates(instance, WAITING, RANK)))
			.then();
	}

	/**
	 * Let requests of the first instance end, and as many others get their leases.
	 */
	Mono<Exchange> handOn(int count) {
		List<Lease> returned = IntStream.range(0, count).mapToObj((i) -> this.held.remove()).toList();
		List<Candidate> candidates = candidates(0, count, 0);
		candidates.forEach((candidate) -> this.held.add(candidate.lease()));
		return this.store.exchange(terms(0), returned, candidates)
			.doOnNext((exchange) -> requireAll(Answer.GRANTED, exchange));
	}

	/**
	 * Ask for leases in vain.
	 */
	Mono<Exchange> ask(int count) {
		return this.store.exchange(terms(0), List.of(), candidates(0, count, RANK))
			.doOnNext((exchange) -> requireAll(Answer.REFUSED, exchange));
	}

	Mono<Standing> renew(int count) {
		return this.store.renew(terms(0), this.held.stream().limit(count).toList(), 0);
	}

	private static void requireAll(Answer expected, Exchange exchange) {
		Assert.state(exchange.answers().stream().allMatch((answer) -> answer == expected),
				() -> "expected only " + expected + ", but there are " + exchange);
	}

	private Terms terms(int instance) {
		return new Terms("deepseek-v4-flash", name(instance), this.limit, null, LEASE,
				ConcurrencySettings.defaults().adaptive(), 1);
	}

	private static String name(int instance) {
		return "instance" + (1000 + instance);
	}

	private List<Lease> leases(int instance, int count) {
		return IntStream.range(0, count).mapToObj((i) -> new Lease("", name(instance) + "." + this.counter++)).toList();
	}

	private List<Candidate> candidates(int instance, int count, int rank) {
		return leases(instance, count).stream()
			.map((lease) -> new Candidate(lease, rank, Duration.ofMillis(100)))
			.toList();
	}

}
