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

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot.Shared;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot.Throttling;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.util.Assert;

/**
 * {@link Endpoint @Endpoint} that shows how the client is set up and what the limit
 * groups of a {@link FairConcurrencyLimiter} do right now. It names no user and no key.
 *
 * @since 0.1.0
 */
@Endpoint(id = "deepseek")
public final class DeepSeekEndpoint {

	private final ClientDescriptor client;

	private final @Nullable FairConcurrencyLimiter limiter;

	/**
	 * Create the endpoint.
	 * @param client how the client is set up
	 * @param limiter the limiter to show, or {@code null} if there is none that can be
	 * shown
	 */
	public DeepSeekEndpoint(ClientDescriptor client, @Nullable FairConcurrencyLimiter limiter) {
		Assert.notNull(client, "'client' must not be null");
		this.client = client;
		this.limiter = limiter;
	}

	/**
	 * Return how the client is set up, and what all limit groups do.
	 * @return the client, and the groups by name, that of all other models last
	 */
	@ReadOperation
	public DeepSeekDescriptor deepSeek() {
		return new DeepSeekDescriptor(this.client, groups());
	}

	/**
	 * Return what a limit group does.
	 * @param group the name of the group
	 * @return the group, or {@code null} if there is none with that name
	 */
	@ReadOperation
	public @Nullable GroupDescriptor group(@Selector String group) {
		return groups().get(group);
	}

	private Map<String, GroupDescriptor> groups() {
		Map<String, GroupDescriptor> groups = new LinkedHashMap<>();
		if (this.limiter != null) {
			this.limiter.snapshot().forEach((group) -> groups.put(group.group(), GroupDescriptor.of(group)));
		}
		return groups;
	}

	/**
	 * Description of the client and all limit groups.
	 *
	 * @param client how the client is set up
	 * @param groups the groups by name; empty without a limiter
	 */
	public record DeepSeekDescriptor(ClientDescriptor client,
			Map<String, GroupDescriptor> groups) implements OperationResponseBody {
	}

	/**
	 * Description of a limit group.
	 *
	 * @param models the models that are known to belong to it; empty for the group that
	 * takes the models of no other group
	 * @param limit how many requests may run now
	 * @param ceiling how many requests may run at most, as configured
	 * @param inFlight how many requests run
	 * @param waiting how many requests wait
	 * @param waitingCallers how many callers have requests that wait
	 * @param balanceLimited whether the account's balance is what limits
	 * @param rejected requests that were refused since the start
	 * @param throttled answers with status 429 since the start
	 * @param lastThrottled the latest 429, or {@code null} if there was none
	 * @param shared how the group stands over all instances, or {@code null} if its limit
	 * is not shared
	 */
	public record GroupDescriptor(List<String> models, int limit, int ceiling, int inFlight, int waiting,
			int waitingCallers, boolean balanceLimited, RejectedDescriptor rejected, ThrottledDescriptor throttled,
			@Nullable LastThrottledDescriptor lastThrottled,
			@Nullable SharedDescriptor shared) implements OperationResponseBody {

		static GroupDescriptor of(LimitGroupSnapshot group) {
			return new GroupDescriptor(group.models(), group.limit(), group.ceiling(), group.inFlight(),
					group.waiting(), group.waitingCallers(), group.balanceLimited(),
					RejectedDescriptor.of(group.rejected()),
					new ThrottledDescriptor(group.throttledTold(), group.throttledUntold()),
					LastThrottledDescriptor.of(group.lastThrottling()), SharedDescriptor.of(group.shared()));
		}

	}

	/**
	 * Description of the requests that were refused and not sent, by reason.
	 *
	 * @param full there was no room in the queue
	 * @param displaced a caller with fewer requests needed the room
	 * @param timeout they waited as long as they might
	 * @param shutdown the application was closing
	 */
	public record RejectedDescriptor(long full, long displaced, long timeout, long shutdown) {

		static RejectedDescriptor of(Map<Reason, Long> rejected) {
			return new RejectedDescriptor(rejected.getOrDefault(Reason.FULL, 0L),
					rejected.getOrDefault(Reason.DISPLACED, 0L), rejected.getOrDefault(Reason.TIMED_OUT, 0L),
					rejected.getOrDefault(Reason.SHUTDOWN, 0L));
		}

	}

	/**
	 * Description of the answers with status 429.
	 *
	 * @param told how many told the limit
	 * @param untold how many did not
	 */
	public record ThrottledDescriptor(long told, long untold) {
	}

	/**
	 * Description of an answer with status 429.
	 *
	 * @param at when it came
	 * @param toldLimit the limit that it told, or {@code null} if it told none
	 * @param scope whose limit it concerns: {@code account} or {@code user}
	 * @param balanceLimited whether it said that the balance is what limits
	 */
	public record LastThrottledDescriptor(Instant at, @Nullable Integer toldLimit, String scope,
			boolean balanceLimited) {

		static @Nullable LastThrottledDescriptor of(@Nullable Throttling throttling) {
			return (throttling != null) ? new LastThrottledDescriptor(throttling.at(), throttling.toldLimit(),
					throttling.scope().name().toLowerCase(Locale.ROOT), throttling.balanceLimited()) : null;
		}

	}

	/**
	 * Description of how a limit group stands over all instances, as far as this one has
	 * been told.
	 *
	 * @param available whether the store of the shared limits answers; if not, the
	 * instance goes by limits of its own
	 * @param since when that began
	 * @param limit how many requests of the account may run
	 * @param inFlight how many ran
	 * @param instances how many instances are known, this one included
	 */
	public record SharedDescriptor(boolean available, Instant since, int limit, int inFlight, int instances) {

		static @Nullable SharedDescriptor of(@Nullable Shared shared) {
			return (shared != null) ? new SharedDescriptor(shared.available(), shared.since(), shared.limit(),
					shared.inFlight(), shared.instances()) : null;
		}

	}

}
