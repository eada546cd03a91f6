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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A store of one limit group in memory, which does what a test tells it: answers at once,
 * later, or not.
 */
final class ScriptedLeaseStore implements LeaseStore {

	final Set<Lease> leases = new LinkedHashSet<>();

	final List<Collection<Lease>> renewed = new ArrayList<>();

	final List<List<Candidate>> asked = new ArrayList<>();

	final List<Rejection> rejections = new ArrayList<>();

	final Set<String> limitedUsers = new LinkedHashSet<>();

	/**
	 * How many leases there should be, as the last renewal told.
	 */
	int expected;

	int limit;

	int instances = 1;

	long time = 1;

	boolean known = true;

	boolean late;

	Scope scope = Scope.ACCOUNT;

	Duration delay = Duration.ZERO;

	@Nullable RuntimeException failure;

	private boolean silent;

	private final Deque<Runnable> unanswered = new ArrayDeque<>();

	ScriptedLeaseStore(int limit) {
		this.limit = limit;
	}

	/**
	 * Answer nothing from now on.
	 */
	void fallSilent() {
		this.silent = true;
	}

	/**
	 * Do and answer the oldest call that is not answered.
	 */
	void answerNext() {
		this.unanswered.remove().run();
	}

	/**
	 * Do and answer all that is not answered, and what comes from now on.
	 */
	void answerAll() {
		this.silent = false;
		while (!this.unanswered.isEmpty()) {
			answerNext();
		}
	}

	int unanswered() {
		return this.unanswered.size();
	}

	@Override
	public Mono<Exchange> exchange(Terms terms, Collection<Lease> returned, List<Candidate> candidates) {
		return isTested(terms) ? answer(() -> exchange(returned, candidates))
				: Mono.just(new Exchange(standing(), true, candidates.stream().map((any) -> Answer.GRANTED).toList()));
	}

	private Exchange exchange(Collection<Lease> returned, List<Candidate> candidates) {
		this.leases.removeAll(returned);
		if (!candidates.isEmpty()) {
			this.asked.add(List.copyOf(candidates));
		}
		List<Answer> answers = candidates.stream().map((candidate) -> answer(candidate.lease())).toList();
		return new Exchange(standing(), this.known, answers);
	}

	private Answer answer(Lease lease) {
		if (this.limitedUsers.contains(lease.user())) {
			return Answer.USER_LIMITED;
		}
		boolean granted = this.known && (this.leases.size() < this.limit || this.leases.contains(lease));
		if (granted) {
			this.leases.add(lease);
		}
		return granted ? Answer.GRANTED : Answer.REFUSED;
	}

	@Override
	public Mono<Standing> renew(Terms terms, Collection<Lease> held, int expected) {
		return isTested(terms) ? answer(() -> {
			this.renewed.add(List.copyOf(held));
			this.expected = expected;
			this.leases.addAll(held);
			this.known = true;
			return standing();
		}) : Mono.fromSupplier(this::standing);
	}

	@Override
	public Mono<Throttling> throttled(Terms terms, Lease lease, long grantedAt, @Nullable Integer toldLimit) {
		return answer(() -> {
			this.rejections.add(new Rejection(lease, grantedAt, toldLimit));
			this.leases.remove(lease);
			if (toldLimit != null) {
				this.limit = toldLimit;
			}
			return new Throttling(standing(), this.late, this.scope);
		});
	}

	private static boolean isTested(Terms terms) {
		return terms.group().equals(TestSettings.MODEL);
	}

	private Standing standing() {
		this.time++;
		return new Standing(this.time, this.limit, this.leases.size(), this.instances);
	}

	private <T> Mono<T> answer(Supplier<T> work) {
		Mono<T> answer = Mono.create((sink) -> {
			if (this.silent) {
				this.unanswered.add(() -> answer(work, sink));
			}
			else {
				answer(work, sink);
			}
		});
		return this.delay.isZero() ? answer : Mono.delay(this.delay).then(answer);
	}

	private <T> void answer(Supplier<T> work, MonoSink<T> sink) {
		if (this.failure != null) {
			sink.error(this.failure);
		}
		else {
			sink.success(work.get());
		}
	}

	/**
	 * What the store was told of a 429.
	 *
	 * @param lease the lease of the request
	 * @param grantedAt when it was granted
	 * @param told the limit that was told
	 */
	record Rejection(Lease lease, long grantedAt, @Nullable Integer told) {
	}

}
