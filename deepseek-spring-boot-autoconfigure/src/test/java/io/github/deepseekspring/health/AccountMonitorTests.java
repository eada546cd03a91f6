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

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.deepseekspring.account.Balance;
import io.github.deepseekspring.account.BalanceInfo;
import io.github.deepseekspring.account.Model;
import io.github.deepseekspring.core.AccountOperations;
import io.github.deepseekspring.health.AccountState.Condition;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AccountMonitor}.
 */
class AccountMonitorTests {

	private static final Duration TIME_TO_LIVE = Duration.ofSeconds(60);

	private static final Duration MAX_WAIT = Duration.ofSeconds(2);

	private static final Duration TICK = Duration.ofMillis(1);

	private static final Balance MONEY = new Balance(true,
			List.of(new BalanceInfo("USD", BigDecimal.TEN, BigDecimal.ZERO, BigDecimal.TEN)));

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final AtomicInteger calls = new AtomicInteger();

	private Supplier<Mono<Balance>> answer = () -> Mono.just(MONEY);

	private final AccountMonitor monitor = new AccountMonitor(new Account(), TIME_TO_LIVE, MAX_WAIT, this.time);

	@Test
	void whenNobodyAsksThenDoesNotCall() {
		this.monitor.state();
		this.time.advanceTimeBy(TIME_TO_LIVE.multipliedBy(3));
		assertThat(this.calls).hasValue(0);
	}

	@Test
	void tellsTheAnswerAgainUntilItIsOld() {
		AccountState first = state();
		assertThat(first).isEqualTo(new AccountState(Condition.AVAILABLE, Instant.EPOCH, MONEY, null));
		this.time.advanceTimeBy(TIME_TO_LIVE.minus(TICK));
		this.answer = () -> Mono.just(new Balance(false, List.of()));
		assertThat(state()).isSameAs(first);
		assertThat(this.calls).hasValue(1);
		this.time.advanceTimeBy(TICK);
		assertThat(state()).isEqualTo(new AccountState(Condition.NO_BALANCE, Instant.EPOCH.plus(TIME_TO_LIVE),
				new Balance(false, List.of()), null));
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void remembersAFailureAsLong() {
		this.answer = () -> Mono.error(new IllegalStateException("down"));
		assertThat(state())
			.isEqualTo(new AccountState(Condition.UNREACHABLE, Instant.EPOCH, null, IllegalStateException.class));
		this.time.advanceTimeBy(TIME_TO_LIVE.minus(TICK));
		state();
		assertThat(this.calls).hasValue(1);
		this.answer = () -> Mono.just(MONEY);
		this.time.advanceTimeBy(TICK);
		assertThat(state().condition()).isEqualTo(Condition.AVAILABLE);
	}

	@Test
	void whenTheCallThrowsOrIsEmptyOrDoesNotTellThenThatIsRememberedToo() {
		this.answer = () -> {
			throw new IllegalStateException("broken");
		};
		assertThat(state().failure()).isEqualTo(IllegalStateException.class);
		this.time.advanceTimeBy(TIME_TO_LIVE);
		this.answer = Mono::empty;
		assertThat(state().condition()).isEqualTo(Condition.UNKNOWN);
		assertThat(state().checkedAt()).isEqualTo(Instant.EPOCH.plus(TIME_TO_LIVE));
		this.time.advanceTimeBy(TIME_TO_LIVE);
		this.answer = () -> Mono.just(new Balance(null, MONEY.infos()));
		assertThat(state().condition()).isEqualTo(Condition.UNKNOWN);
		assertThat(state().balance()).isNotNull();
		assertThat(this.calls).hasValue(3);
	}

	@Test
	void probesAtTheSameTimeShareOneCall() {
		Sinks.One<Balance> balance = Sinks.one();
		this.answer = balance::asMono;
		List<AccountState> states = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			this.monitor.state().subscribe(states::add);
		}
		assertThat(states).isEmpty();
		balance.tryEmitValue(MONEY);
		assertThat(states).hasSize(5).allMatch((state) -> state.condition() == Condition.AVAILABLE);
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void whenTheAnswerIsLateThenTellsThePreviousOne() {
		AccountState first = state();
		this.time.advanceTimeBy(TIME_TO_LIVE);
		Sinks.One<Balance> balance = Sinks.one();
		this.answer = balance::asMono;
		List<AccountState> states = new ArrayList<>();
		this.monitor.state().subscribe(states::add);
		this.time.advanceTimeBy(MAX_WAIT.minus(TICK));
		assertThat(states).isEmpty();
		this.time.advanceTimeBy(TICK);
		assertThat(states).containsExactly(first);
		this.monitor.state().subscribe(states::add).dispose();
		balance.tryEmitValue(new Balance(false, List.of()));
		assertThat(state().condition()).isEqualTo(Condition.NO_BALANCE);
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void whenThereIsNoPreviousAnswerThenTellsNothing() {
		this.answer = Mono::never;
		List<AccountState> states = new ArrayList<>();
		this.monitor.state().subscribe(states::add);
		this.time.advanceTimeBy(MAX_WAIT);
		assertThat(states).containsExactly(AccountState.NOT_CHECKED);
	}

	@Test
	void whenTheCallNeverEndsThenItIsGivenUpAndRemembered() {
		this.answer = Mono::never;
		this.monitor.state().subscribe();
		this.time.advanceTimeBy(TIME_TO_LIVE);
		assertThat(state()).isEqualTo(new AccountState(Condition.UNREACHABLE, Instant.EPOCH.plus(TIME_TO_LIVE), null,
				TimeoutException.class));
		this.time.advanceTimeBy(TIME_TO_LIVE.minus(TICK));
		state();
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void whenTheTimeOfDayIsSetBackThenAnAnswerGrowsOldAllTheSame() {
		AtomicLong offset = new AtomicLong();
		AccountMonitor shifted = new AccountMonitor(new Account(), TIME_TO_LIVE, MAX_WAIT, new ShiftedTime(offset));
		shifted.state().subscribe();
		offset.set(Duration.ofHours(-1).toMillis());
		this.time.advanceTimeBy(TIME_TO_LIVE);
		shifted.state().subscribe();
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void whenManyThreadsProbeThenNoneCallsAgain() {
		for (int round = 0; round < 200; round++) {
			AccountMonitor fresh = new AccountMonitor(new Account(), TIME_TO_LIVE, MAX_WAIT);
			this.calls.set(0);
			Flux.range(0, 8)
				.flatMap((i) -> fresh.state().subscribeOn(Schedulers.boundedElastic()))
				.blockLast(Duration.ofSeconds(20));
			assertThat(this.calls).hasValue(1);
		}
	}

	@Test
	void durationsAreChecked() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AccountMonitor(new Account(), Duration.ZERO, MAX_WAIT));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AccountMonitor(new Account(), TIME_TO_LIVE, TICK.negated()));
	}

	private AccountState state() {
		List<AccountState> states = new ArrayList<>();
		this.monitor.state().subscribe(states::add);
		assertThat(states).hasSize(1);
		return states.get(0);
	}

	/**
	 * The virtual time, with a time of day that can be set.
	 */
	private final class ShiftedTime implements Scheduler {

		private final AtomicLong offset;

		ShiftedTime(AtomicLong offset) {
			this.offset = offset;
		}

		@Override
		public long now(TimeUnit unit) {
			long now = AccountMonitorTests.this.time.now(unit);
			return (unit == TimeUnit.MILLISECONDS) ? now + this.offset.get() : now;
		}

		@Override
		public Disposable schedule(Runnable task) {
			return AccountMonitorTests.this.time.schedule(task);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return AccountMonitorTests.this.time.schedule(task, delay, unit);
		}

		@Override
		public Worker createWorker() {
			return AccountMonitorTests.this.time.createWorker();
		}

	}

	private final class Account implements AccountOperations {

		@Override
		public Flux<Model> models() {
			return Flux.empty();
		}

		@Override
		public Mono<Balance> balance() {
			AccountMonitorTests.this.calls.incrementAndGet();
			return AccountMonitorTests.this.answer.get();
		}

	}

}
