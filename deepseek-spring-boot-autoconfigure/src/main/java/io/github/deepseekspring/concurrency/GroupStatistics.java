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
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.StoreOutcome;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot.Throttling;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * What happened in a limit group, for those who want to know.
 */
final class GroupStatistics {

	private static final Log logger = LogFactory.getLog(GroupStatistics.class);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final String group;

	private final List<String> models;

	private final ConcurrencyLimiterListener listener;

	private final Map<Reason, Long> rejected = new EnumMap<>(Reason.class);

	private long told;

	private long untold;

	private @Nullable Throttling lastThrottling;

	private boolean balanceLimited;

	GroupStatistics(String group, List<String> models, ConcurrencyLimiterListener listener) {
		this.group = group;
		this.models = models;
		this.listener = listener;
		for (Reason reason : Reason.values()) {
			this.rejected.put(reason, 0L);
		}
	}

	void waited(byte model, Duration wait) {
		try {
			this.listener.waited(this.group, name(model), wait);
		}
		catch (Throwable ex) {
			drop(ex);
		}
	}

	/**
	 * Return the name of a model by its place, or that of the group if none is known.
	 */
	private String name(byte model) {
		return this.models.isEmpty() ? this.group : this.models.get(model);
	}

	void rejected(byte model, Reason reason) {
		synchronized (this) {
			this.rejected.merge(reason, 1L, Long::sum);
		}
		shielded(() -> this.listener.rejected(this.group, name(model), reason));
	}

	void throttled(Scope scope, RateLimitException rejection) {
		boolean limitTold = rejection.getLimit() != null;
		boolean warn;
		synchronized (this) {
			this.told += limitTold ? 1 : 0;
			this.untold += limitTold ? 0 : 1;
			this.lastThrottling = throttling(scope, rejection);
			warn = rejection.isBalanceLimited() && !this.balanceLimited;
			this.balanceLimited |= rejection.isBalanceLimited();
		}
		if (warn) {
			logger.warn("The balance of the DeepSeek account limits the concurrency of '" + this.group + "'"
					+ (limitTold ? " to " + rejection.getLimit() + " requests" : "") + ". A top-up raises it.");
		}
		shielded(() -> this.listener.throttled(this.group, scope, limitTold));
	}

	private static Throttling throttling(Scope scope, RateLimitException rejection) {
		return new Throttling(now(), rejection.getLimit(), scope, rejection.isBalanceLimited());
	}

	static Instant now() {
		return Instant.ofEpochMilli(Schedulers.parallel().now(TimeUnit.MILLISECONDS));
	}

	void storeCalled(StoreOutcome outcome, Duration duration) {
		shielded(() -> this.listener.storeCalled(this.group, outcome, duration));
	}

	/**
	 * The account's limit is what is configured again.
	 */
	synchronized void recovered() {
		this.balanceLimited = false;
	}

	synchronized LimitGroupSnapshot snapshot(Counts counts, LimitGroupSnapshot.@Nullable Shared shared) {
		return new LimitGroupSnapshot(this.group, this.models, counts.limit(), counts.ceiling(), counts.inFlight(),
				counts.waiting(), counts.waitingCallers(), this.rejected, this.told, this.untold, this.lastThrottling,
				this.balanceLimited, shared);
	}

	ConcurrencyLimitExceededException exceeded(Reason reason, Counts counts) {
		return new ConcurrencyLimitExceededException(reason, this.group, counts.limit(), counts.inFlight(),
				counts.waiting(), RETRY_AFTER);
	}

	/**
	 * What someone who is told something throws, against all rules, is neither the
	 * business of the one that told nor of the others.
	 */
	static void shielded(Runnable notification) {
		try {
			notification.run();
		}
		catch (Throwable ex) {
			drop(ex);
		}
	}

	/**
	 * The application's hook for such a failure may throw it.
	 */
	static void drop(Throwable failure) {
		try {
			Operators.onErrorDropped(failure, Context.empty());
		}
		catch (Throwable ex) {
			logger.error("The hook for dropped errors has failed", ex);
		}
	}

}
