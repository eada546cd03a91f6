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

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.util.Assert;

/**
 * A {@link ConcurrencyLimiter} with one queue for each caller of a limit group; free
 * slots go round the callers that wait.
 *
 * @since 0.1.0
 */
public final class FairConcurrencyLimiter implements ConcurrencyLimiter {

	private static final String DEFAULT_GROUP = "default";

	private final ConcurrencySettings settings;

	private final Map<String, LimitGroup> groups = new HashMap<>();

	private final LimitGroup defaultGroup;

	/**
	 * Create a limiter.
	 * @param settings the limits and what may wait for them
	 */
	public FairConcurrencyLimiter(ConcurrencySettings settings) {
		Assert.notNull(settings, "'settings' must not be null");
		this.settings = settings;
		settings.limits().forEach((model, limit) -> {
			String name = settings.aliases().getOrDefault(model, model);
			LimitGroup other = this.groups.put(name, new LimitGroup(name, limit, settings));
			Assert.isTrue(other == null, () -> "'limits' must name the group '" + name + "' once");
		});
		this.defaultGroup = new LimitGroup(DEFAULT_GROUP, settings.defaultLimit(), settings);
	}

	@Override
	public <T> Flux<T> limit(Flux<T> source, String model, Caller caller, @Nullable T whileQueued) {
		if (!this.settings.enabled()) {
			return source;
		}
		return new LimitedFlux<>(source, group(model), caller.key(), whileQueued);
	}

	LimitGroup group(String model) {
		String name = Objects.requireNonNullElse(this.settings.aliases().get(model), model);
		return this.groups.getOrDefault(name, this.defaultGroup);
	}

	@Override
	public void shutdown() {
		this.groups.values().forEach(LimitGroup::shutdown);
		this.defaultGroup.shutdown();
	}

}
