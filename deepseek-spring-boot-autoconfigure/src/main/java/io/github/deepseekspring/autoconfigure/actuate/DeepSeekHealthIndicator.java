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

package io.github.deepseekspring.autoconfigure.actuate;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.deepseekspring.account.Balance;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot.Shared;
import io.github.deepseekspring.health.AccountMonitor;
import io.github.deepseekspring.health.AccountState;
import io.github.deepseekspring.health.LastSuccess;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.Assert;

/**
 * {@link ReactiveHealthIndicator} for the DeepSeek account. It is down when the account
 * is known to refuse calls: no money, no valid key, suspended. That DeepSeek cannot be
 * reached makes the status unknown only: the outage of a remote service is no reason to
 * take all instances of the application out of rotation. The details name neither a user
 * nor a key.
 *
 * @since 0.1.0
 */
public final class DeepSeekHealthIndicator extends AbstractReactiveHealthIndicator {

	private static final String UNKNOWN = "unknown";

	private static final Duration RECENTLY = Duration.ofMinutes(1);

	private final AccountMonitor monitor;

	private final LastSuccess lastSuccess;

	private final @Nullable FairConcurrencyLimiter limiter;

	/**
	 * Create the indicator.
	 * @param monitor knows how the account is
	 * @param lastSuccess knows when a model last answered
	 * @param limiter the limiter whose groups are told, or {@code null} to tell none
	 */
	public DeepSeekHealthIndicator(AccountMonitor monitor, LastSuccess lastSuccess,
			@Nullable FairConcurrencyLimiter limiter) {
		super("DeepSeek health check failed");
		Assert.notNull(monitor, "'monitor' must not be null");
		Assert.notNull(lastSuccess, "'lastSuccess' must not be null");
		this.monitor = monitor;
		this.lastSuccess = lastSuccess;
		this.limiter = limiter;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		return this.monitor.state().map((state) -> {
			tellAccount(builder.status(status(state)), state);
			Instant lastAnswer = this.lastSuccess.at();
			builder.withDetail("lastSuccess", (lastAnswer != null) ? lastAnswer : UNKNOWN);
			if (this.limiter != null) {
				builder.withDetail("groups", groups(this.limiter));
			}
			return builder.build();
		});
	}

	private static Status status(AccountState state) {
		return switch (state.condition()) {
			case AVAILABLE -> Status.UP;
			case NO_BALANCE, REFUSED -> Status.DOWN;
			case UNREACHABLE, UNKNOWN -> Status.UNKNOWN;
		};
	}

	private static void tellAccount(Health.Builder builder, AccountState state) {
		builder.withDetail("account", state.condition().toString());
		Instant checkedAt = state.checkedAt();
		builder.withDetail("checkedAt", (checkedAt != null) ? checkedAt : UNKNOWN);
		Class<? extends Throwable> failure = state.failure();
		if (failure != null) {
			builder.withDetail("failure", failure.getSimpleName());
		}
		Balance balance = state.balance();
		if (balance != null) {
			builder.withDetail("balance", amounts(balance));
		}
	}

	private static Map<String, BigDecimal> amounts(Balance balance) {
		Map<String, BigDecimal> amounts = new LinkedHashMap<>();
		balance.infos().forEach((info) -> {
			BigDecimal total = info.total();
			if (total != null) {
				amounts.merge((info.currency() != null) ? info.currency() : UNKNOWN, total, BigDecimal::add);
			}
		});
		return amounts;
	}

	private static Map<String, Map<String, Object>> groups(FairConcurrencyLimiter limiter) {
		Instant recent = Instant.now().minus(RECENTLY);
		Map<String, Map<String, Object>> groups = new LinkedHashMap<>();
		limiter.snapshot().forEach((group) -> groups.put(group.group(), group(group, recent)));
		return groups;
	}

	private static Map<String, Object> group(LimitGroupSnapshot group, Instant recent) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("inFlight", group.inFlight());
		details.put("limit", group.limit());
		details.put("waiting", group.waiting());
		Instant throttledAt = group.lastThrottledAt();
		details.put("throttledRecently", throttledAt != null && throttledAt.isAfter(recent));
		Shared shared = group.shared();
		if (shared != null) {
			details.put("sharedLimit", shared.available() ? "available" : "unavailable");
		}
		return details;
	}

}
