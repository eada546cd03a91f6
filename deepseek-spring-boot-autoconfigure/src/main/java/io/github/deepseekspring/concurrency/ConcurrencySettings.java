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
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What the limiter may do.
 *
 * @param enabled whether requests are limited at all
 * @param accountType how DeepSeek counts the account's requests
 * @param limits concurrent requests by limit group, each at least 1
 * @param userLimits concurrent requests of one {@code user_id} by limit group, each at
 * least 1; a group without has its own limit here as well. Used for expanded accounts
 * only
 * @param defaultLimit concurrent requests of the group that takes the models of no other
 * group, at least 1
 * @param aliases limit group by model name, for the names of a group beside its own
 * @param maxQueue how many requests of a group may wait, at least 0, or {@code null} for
 * twice the group's limit
 * @param maxWait how long a request may wait, at most 365 days; zero refuses at once
 * @param linger how long a cancelled request keeps its slot, at most 365 days, since the
 * server may count it until it notices; zero frees it at once
 * @param adaptive how the limits follow the server's 429s
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/rate_limit">Rate limit and
 * isolation</a>
 */
public record ConcurrencySettings(boolean enabled, AccountType accountType, Map<String, Integer> limits,
		Map<String, Integer> userLimits, int defaultLimit, Map<String, String> aliases, @Nullable Integer maxQueue,
		Duration maxWait, Duration linger, Adaptive adaptive) {

	/**
	 * How long a request may wait at most.
	 */
	public static final Duration LONGEST_WAIT = Duration.ofDays(365);

	public ConcurrencySettings {
		limits = Map.copyOf(limits);
		userLimits = Map.copyOf(userLimits);
		aliases = Map.copyOf(aliases);
		requireAtLeastOne(limits, "limits");
		requireAtLeastOne(userLimits, "userLimits");
		Assert.isTrue(defaultLimit >= 1, "'defaultLimit' must be at least 1");
		Assert.isTrue(maxQueue == null || maxQueue >= 0, "'maxQueue' must not be negative");
		requireCountable(maxWait, "maxWait");
		requireCountable(linger, "linger");
	}

	private static void requireCountable(Duration duration, String name) {
		Assert.isTrue(!duration.isNegative(), () -> "'" + name + "' must not be negative");
		Assert.isTrue(duration.compareTo(LONGEST_WAIT) <= 0, () -> "'" + name + "' must be at most 365 days");
	}

	private static void requireAtLeastOne(Map<String, Integer> limits, String name) {
		limits.forEach((group, limit) -> Assert.isTrue(limit >= 1,
				() -> "'" + name + "' must be at least 1, but is " + limit + " for '" + group + "'"));
	}

	/**
	 * Return the limits that DeepSeek documents: 500 requests for
	 * {@code deepseek-v4-pro}, 2500 for {@code deepseek-v4-flash} and its other names,
	 * and 500 for a model that is not known.
	 * @return the settings
	 */
	public static ConcurrencySettings defaults() {
		Map<String, Integer> limits = Map.of("deepseek-v4-pro", 500, "deepseek-v4-flash", 2500);
		Map<String, String> aliases = Map.of("deepseek-flash", "deepseek-v4-flash", "deepseek-v4-flash-vision-exp",
				"deepseek-v4-flash");
		return new ConcurrencySettings(true, AccountType.REGULAR, limits, limits, 500, aliases, null,
				Duration.ofSeconds(30), Duration.ZERO, Adaptive.defaults());
	}

	/**
	 * Return how many requests of a group may wait.
	 */
	int maxQueue(int limit) {
		return (this.maxQueue != null) ? this.maxQueue : (int) Math.min(Integer.MAX_VALUE, 2L * limit);
	}

	/**
	 * Return how many requests can run at once over all groups, which is how many
	 * connections are needed.
	 * @return the sum of all limits, or {@link Integer#MAX_VALUE} if it is higher
	 */
	public int totalLimit() {
		long sum = this.limits.values().stream().mapToLong(Integer::longValue).sum() + this.defaultLimit;
		return (int) Math.min(Integer.MAX_VALUE, sum);
	}

	/**
	 * How DeepSeek counts the requests of an account.
	 */
	public enum AccountType {

		/**
		 * All requests of the account are counted together.
		 */
		REGULAR,

		/**
		 * An account with a raised quota: the requests of each {@code user_id} are
		 * limited as well.
		 */
		EXPANDED

	}

	/**
	 * How a limit follows the server's 429s.
	 *
	 * @param enabled whether limits adapt
	 * @param min the lowest limit, at least 1
	 * @param beta what a limit is multiplied with when the server tells none, between 0
	 * and 1
	 * @param recovery about how long a limit takes to recover from a cut, above zero
	 * @param readLimitFromError whether a limit that the server tells is taken over
	 * @param requeue how often a request that was answered 429 is taken back, at least 0
	 */
	public record Adaptive(boolean enabled, int min, double beta, Duration recovery, boolean readLimitFromError,
			int requeue) {

		public Adaptive {
			Assert.isTrue(min >= 1, "'min' must be at least 1");
			Assert.isTrue(beta > 0 && beta < 1, "'beta' must be above 0 and below 1");
			Assert.isTrue(recovery.compareTo(Duration.ZERO) > 0, "'recovery' must be positive");
			Assert.isTrue(requeue >= 0, "'requeue' must not be negative");
		}

		/**
		 * Return the defaults: on, at least 1, cut by 15 percent, recovered after about
		 * 10 seconds, told limits taken over, taken back three times.
		 * @return the settings
		 */
		public static Adaptive defaults() {
			return new Adaptive(true, 1, 0.85, Duration.ofSeconds(10), true, 3);
		}

	}

}
