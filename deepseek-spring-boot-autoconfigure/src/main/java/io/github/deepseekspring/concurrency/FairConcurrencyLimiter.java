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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.deepseekspring.concurrency.ConcurrencySettings.AccountType;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * A {@link ConcurrencyLimiter} with one queue for each caller of a limit group. A free
 * slot goes to the caller with the fewest requests that run, and round those that have
 * about as many. Limits fall with the server's 429s and recover; those of an expanded
 * account hold for each {@code user_id} as well.
 *
 * @since 0.1.0
 */
public final class FairConcurrencyLimiter implements ConcurrencyLimiter {

	private static final String DEFAULT_GROUP = "default";

	private final ConcurrencySettings settings;

	private final Map<String, LimitGroup> groups = new TreeMap<>();

	private final LimitGroup defaultGroup;

	/**
	 * So few that looking at all of them is faster than a map.
	 */
	private final Lane[] lanes;

	private final Lane defaultLane;

	/**
	 * Create a limiter.
	 * @param settings the limits and what may wait for them
	 */
	public FairConcurrencyLimiter(ConcurrencySettings settings) {
		this(settings, new ConcurrencyLimiterListener() {
		});
	}

	/**
	 * Create a limiter that tells what it does.
	 * @param settings the limits and what may wait for them
	 * @param listener who is told
	 */
	public FairConcurrencyLimiter(ConcurrencySettings settings, ConcurrencyLimiterListener listener) {
		this(settings, listener, null, LeaseSettings.defaults());
	}

	/**
	 * Create a limiter that shares its limits with those of other instances.
	 * @param settings the limits and what may wait for them, the same for all instances
	 * @param listener who is told
	 * @param store where the limits are kept, or {@code null} to share none
	 * @param leases how the store is used
	 */
	public FairConcurrencyLimiter(ConcurrencySettings settings, ConcurrencyLimiterListener listener,
			@Nullable LeaseStore store, LeaseSettings leases) {
		Assert.notNull(settings, "'settings' must not be null");
		Assert.notNull(listener, "'listener' must not be null");
		Assert.notNull(leases, "'leases' must not be null");
		this.settings = settings;
		SharedLimits shared = (store != null && settings.enabled()) ? new SharedLimits(store, leases) : null;
		Map<String, Integer> userLimits = new HashMap<>();
		settings.userLimits().forEach((model, limit) -> userLimits.put(groupName(model), limit));
		settings.limits().forEach((model, limit) -> {
			String name = groupName(model);
			int userLimit = Math.min(limit, userLimits.getOrDefault(name, limit));
			LimitGroup other = this.groups.put(name, group(name, models(name), limit, userLimit, listener, shared));
			Assert.isTrue(other == null, () -> "'limits' must name the group '" + name + "' once");
		});
		Assert.isTrue(!this.groups.containsKey(DEFAULT_GROUP),
				"'limits' must not name the group '" + DEFAULT_GROUP + "', which has the 'defaultLimit'");
		this.defaultGroup = group(DEFAULT_GROUP, List.of(), settings.defaultLimit(), settings.defaultLimit(), listener,
				shared);
		this.defaultLane = new Lane(DEFAULT_GROUP, this.defaultGroup, (byte) 0);
		this.lanes = this.groups.entrySet()
			.stream()
			.flatMap((group) -> lanes(group.getValue(), models(group.getKey())))
			.toArray(Lane[]::new);
		this.groups.values().forEach(LimitGroup::start);
		this.defaultGroup.start();
	}

	private static Stream<Lane> lanes(LimitGroup group, List<String> models) {
		return IntStream.range(0, models.size())
			.mapToObj((i) -> new Lane(models.get(i), group, (byte) Math.min(i, Byte.MAX_VALUE)));
	}

	private LimitGroup group(String name, List<String> models, int limit, int userLimit,
			ConcurrencyLimiterListener listener, @Nullable SharedLimits shared) {
		return new LimitGroup(name, models, limit, isExpanded() ? userLimit : null, this.settings, listener, shared);
	}

	private List<String> models(String group) {
		List<String> models = new ArrayList<>(List.of(group));
		this.settings.aliases()
			.entrySet()
			.stream()
			.filter((alias) -> alias.getValue().equals(group))
			.map(Map.Entry::getKey)
			.sorted()
			.forEach(models::add);
		return models;
	}

	@Override
	public <T> Flux<T> limit(Flux<T> source, String model, Caller caller, @Nullable T whileQueued) {
		requireAll(source, model, caller);
		if (!this.settings.enabled()) {
			return source;
		}
		return new LimitedFlux<>(source, lane(model), caller, whileQueued);
	}

	@Override
	public <T> Mono<T> limit(Mono<T> source, String model, Caller caller) {
		requireAll(source, model, caller);
		return this.settings.enabled() ? new LimitedMono<>(source, lane(model), caller) : source;
	}

	private static void requireAll(Object source, String model, Caller caller) {
		Assert.notNull(source, "'source' must not be null");
		Assert.notNull(model, "'model' must not be null");
		Assert.notNull(caller, "'caller' must not be null");
	}

	private Lane lane(String model) {
		for (Lane lane : this.lanes) {
			if (lane.name().equals(model)) {
				return lane;
			}
		}
		return this.defaultLane;
	}

	private boolean isExpanded() {
		return this.settings.accountType() == AccountType.EXPANDED;
	}

	LimitGroup group(String model) {
		return lane(model).group();
	}

	private String groupName(String model) {
		return Objects.requireNonNullElse(this.settings.aliases().get(model), model);
	}

	/**
	 * Return what the limit groups do right now.
	 * @return one snapshot for each group by name, that of all other models last
	 */
	public List<LimitGroupSnapshot> snapshot() {
		List<LimitGroupSnapshot> snapshots = new ArrayList<>();
		this.groups.values().forEach((group) -> snapshots.add(group.snapshot()));
		snapshots.add(this.defaultGroup.snapshot());
		return List.copyOf(snapshots);
	}

	/**
	 * Wait until no request runs and the store of the shared limits knows it, or cannot
	 * be told.
	 * @return completes then; at once if no limits are shared
	 */
	public Mono<Void> whenReleased() {
		return Flux.fromIterable(this.groups.values())
			.concatWithValues(this.defaultGroup)
			.flatMap(LimitGroup::whenReleased)
			.then();
	}

	@Override
	public void shutdown() {
		this.groups.values().forEach(LimitGroup::shutdown);
		this.defaultGroup.shutdown();
	}

}
