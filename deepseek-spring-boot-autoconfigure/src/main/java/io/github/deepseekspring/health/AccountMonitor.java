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

package io.github.deepseekspring.health;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.deepseekspring.core.AccountOperations;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Knows how the account is, by asking for its balance when somebody wants to know and the
 * last answer has grown old. However many want to know, one call runs at a time, and the
 * next one is not made before the answer to the last, be it a failure, has grown old.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class AccountMonitor {

	private final AccountOperations account;

	private final Duration timeToLive;

	private final Duration maxWait;

	private final Scheduler scheduler;

	private final AtomicReference<Sinks.@Nullable One<AccountState>> running = new AtomicReference<>();

	private volatile Answer last = new Answer(AccountState.NOT_CHECKED, 0);

	/**
	 * Create a monitor.
	 * @param account where the balance is asked for
	 * @param timeToLive how long an answer is told again, and how long a call may take;
	 * greater than zero
	 * @param maxWait how long somebody waits for a call before the answer to the previous
	 * one has to do; zero or more
	 */
	public AccountMonitor(AccountOperations account, Duration timeToLive, Duration maxWait) {
		this(account, timeToLive, maxWait, Schedulers.parallel());
	}

	AccountMonitor(AccountOperations account, Duration timeToLive, Duration maxWait, Scheduler scheduler) {
		Assert.notNull(account, "'account' must not be null");
		Assert.isTrue(!timeToLive.isNegative() && !timeToLive.isZero(), "'timeToLive' must be positive");
		Assert.isTrue(!maxWait.isNegative(), "'maxWait' must not be negative");
		this.account = account;
		this.timeToLive = timeToLive;
		this.maxWait = maxWait;
		this.scheduler = scheduler;
	}

	/**
	 * Tell how the account is. Calls DeepSeek if the last answer is too old.
	 * @return the state, after the longest wait at the latest; never an error
	 */
	public Mono<AccountState> state() {
		return Mono.defer(() -> isFresh() ? Mono.just(this.last.state())
				: check().timeout(this.maxWait, lastState(), this.scheduler));
	}

	private Mono<AccountState> lastState() {
		return Mono.fromSupplier(() -> this.last.state());
	}

	private boolean isFresh() {
		Answer last = this.last;
		return last.state().checkedAt() != null && ticks() - last.ticks() < this.timeToLive.toNanos();
	}

	/**
	 * Whoever gives up waiting leaves the call running, for its answer serves the others.
	 */
	private Mono<AccountState> check() {
		Sinks.One<AccountState> own = Sinks.one();
		Sinks.One<AccountState> other = this.running.compareAndExchange(null, own);
		if (other != null) {
			return other.asMono();
		}
		if (isFresh()) {
			finish(own);
		}
		else {
			ask().subscribe((state) -> {
				this.last = new Answer(state, ticks());
				finish(own);
			});
		}
		return own.asMono();
	}

	private Mono<AccountState> ask() {
		return Mono.defer(this.account::balance)
			.timeout(this.timeToLive, this.scheduler)
			.map((balance) -> AccountState.of(balance, now()))
			.onErrorResume((failure) -> Mono.just(AccountState.of(failure, now())))
			.switchIfEmpty(
					Mono.fromSupplier(() -> new AccountState(AccountState.Condition.UNKNOWN, now(), null, null)));
	}

	private void finish(Sinks.One<AccountState> result) {
		this.running.set(null);
		result.tryEmitValue(this.last.state());
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.scheduler.now(TimeUnit.MILLISECONDS));
	}

	/**
	 * Unlike the time of day, these never go back.
	 */
	private long ticks() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	/**
	 * An answer and when it came.
	 *
	 * @param state the answer
	 * @param ticks when it came
	 */
	private record Answer(AccountState state, long ticks) {
	}

}
