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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * An instance that shares its limit through a {@link ScriptedLeaseStore}, in virtual
 * time.
 */
final class SharedLimitFixture implements ConcurrencyLimiterListener, AutoCloseable {

	static final String QUEUED = "queued";

	static final String SENT = "sent";

	final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

	final ScriptedLeaseStore store;

	final FairConcurrencyLimiter limiter;

	final List<StoreOutcome> outcomes = new ArrayList<>();

	final List<Duration> waits = new ArrayList<>();

	final List<Scope> throttlings = new ArrayList<>();

	SharedLimitFixture(int limit, @Nullable Integer maxQueue, Duration maxWait) {
		this(new ScriptedLeaseStore(limit), TestSettings.settings(limit, maxQueue, maxWait, 3));
	}

	SharedLimitFixture(ScriptedLeaseStore store, ConcurrencySettings settings) {
		this.store = store;
		this.limiter = new FairConcurrencyLimiter(settings, this, store, LeaseSettings.defaults());
	}

	static SharedLimitFixture of(int limit) {
		return new SharedLimitFixture(limit, null, TestSettings.MAX_WAIT);
	}

	/**
	 * Begin a request that ends when it is told to.
	 */
	Request request(String user) {
		return new Request(this.limiter, user);
	}

	LimitGroupSnapshot snapshot() {
		return this.limiter.snapshot()
			.stream()
			.filter((group) -> group.group().equals(TestSettings.MODEL))
			.findFirst()
			.orElseThrow();
	}

	LimitGroupSnapshot.Shared shared() {
		return Objects.requireNonNull(snapshot().shared());
	}

	void pass(long millis) {
		this.time.advanceTimeBy(Duration.ofMillis(millis));
	}

	@Override
	public void storeCalled(String group, StoreOutcome outcome, Duration duration) {
		if (group.equals(TestSettings.MODEL)) {
			this.outcomes.add(outcome);
		}
	}

	@Override
	public void waited(String group, String model, Duration wait) {
		this.waits.add(wait);
	}

	@Override
	public void throttled(String group, Scope scope, boolean told) {
		this.throttlings.add(scope);
	}

	@Override
	public void close() {
		VirtualTimeScheduler.reset();
	}

	/**
	 * A request and what its subscriber has seen.
	 */
	static final class Request {

		final List<String> seen = new ArrayList<>();

		private final List<Sinks.Many<String>> attempts = new ArrayList<>();

		private final Disposable subscription;

		private @Nullable Throwable failure;

		private Request(FairConcurrencyLimiter limiter, String user) {
			Flux<String> source = Flux.defer(() -> {
				Sinks.Many<String> attempt = Sinks.many().multicast().directBestEffort();
				this.attempts.add(attempt);
				this.seen.add(SENT);
				return attempt.asFlux();
			});
			this.subscription = limiter.limit(source, TestSettings.MODEL, TestSettings.user(user), QUEUED)
				.subscribe(this.seen::add, (ex) -> this.failure = ex);
		}

		boolean isRunning() {
			return !this.attempts.isEmpty() && attempt().currentSubscriberCount() > 0;
		}

		private Sinks.Many<String> attempt() {
			return this.attempts.get(this.attempts.size() - 1);
		}

		int attempts() {
			return this.attempts.size();
		}

		void complete() {
			attempt().tryEmitComplete();
		}

		void fail(Throwable failure) {
			attempt().tryEmitError(failure);
		}

		void cancel() {
			this.subscription.dispose();
		}

		@Nullable Throwable failure() {
			return this.failure;
		}

	}

}
