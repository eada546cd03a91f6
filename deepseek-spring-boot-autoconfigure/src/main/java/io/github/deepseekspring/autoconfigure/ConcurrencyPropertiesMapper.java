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

package io.github.deepseekspring.autoconfigure;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.deepseekspring.concurrency.ConcurrencySettings;

/**
 * Makes the settings of the limiter from the properties: what is set is laid over the
 * documented limits, and a limit group may go by any of its names.
 */
final class ConcurrencyPropertiesMapper {

	private static final int MAX_LIMIT = 1_000_000;

	private static final Pattern SIMPLE_NAME = Pattern.compile("[a-z0-9-]+");

	private static final ConcurrencySettings DOCUMENTED = ConcurrencySettings.defaults();

	private final DeepSeekProperties.Concurrency properties;

	ConcurrencyPropertiesMapper(DeepSeekProperties.Concurrency properties) {
		this.properties = properties;
	}

	ConcurrencySettings settings() {
		Map<String, String> aliases = aliases();
		Map<String, Integer> limits = merge("concurrency.limits", DOCUMENTED.limits(), this.properties.limits(),
				aliases);
		PropertyRules.require(!limits.containsKey("default"), "concurrency.limits.default", limits.get("default"),
				"The limit of all models that are not known is 'deepseek.concurrency.default-limit'.");
		requireAliasesOfGroups(aliases, limits);
		Map<String, Integer> userLimits = merge("concurrency.user-limits", DOCUMENTED.userLimits(),
				this.properties.userLimits(), aliases);
		requireGroups(userLimits, limits);
		PropertyRules.between("concurrency.default-limit", 1, MAX_LIMIT, this.properties.defaultLimit());
		Integer maxQueue = this.properties.maxQueue();
		if (maxQueue != null) {
			PropertyRules.atLeast("concurrency.max-queue", 0, maxQueue);
		}
		Duration maxWait = this.properties.maxWait();
		requireCountable("concurrency.max-wait", maxWait);
		Duration linger = this.properties.linger();
		requireCountable("concurrency.linger", linger);
		return new ConcurrencySettings(this.properties.enabled(), this.properties.accountType(), limits, userLimits,
				this.properties.defaultLimit(), aliases, maxQueue, maxWait, linger, adaptive(limits));
	}

	private static void requireCountable(String key, Duration value) {
		PropertyRules.notNegative(key, value);
		PropertyRules.require(value.compareTo(ConcurrencySettings.LONGEST_WAIT) <= 0, key, value,
				"The duration must be at most 365 days.");
	}

	/**
	 * An alias of an alias leads to the group itself.
	 */
	private Map<String, String> aliases() {
		Map<String, String> aliases = new HashMap<>(DOCUMENTED.aliases());
		this.properties.aliases()
			.forEach((alias, model) -> aliases.put(alias, DOCUMENTED.aliases().getOrDefault(model, model)));
		return aliases;
	}

	private Map<String, Integer> merge(String key, Map<String, Integer> documented, Map<String, Integer> configured,
			Map<String, String> aliases) {
		Map<String, Integer> merged = new HashMap<>(documented);
		Map<String, String> nameByGroup = new HashMap<>();
		configured.forEach((name, limit) -> {
			PropertyRules.between(entry(key, name), 1, MAX_LIMIT, limit);
			String group = aliases.getOrDefault(name, name);
			String earlierName = nameByGroup.putIfAbsent(group, name);
			PropertyRules.require(earlierName == null || limit.equals(merged.get(group)), entry(key, name), limit,
					"'" + name + "' and '" + earlierName + "' are names of one limit group and must not differ.");
			merged.put(group, limit);
		});
		return merged;
	}

	private void requireAliasesOfGroups(Map<String, String> aliases, Map<String, Integer> limits) {
		this.properties.aliases().keySet().forEach((alias) -> {
			String group = aliases.get(alias);
			PropertyRules.require(!limits.containsKey(alias), entry("concurrency.aliases", alias), group,
					"'" + alias + "' is a limit group itself and cannot be an alias.");
			PropertyRules.require(limits.containsKey(group), entry("concurrency.aliases", alias), group,
					"'" + group + "' has no limit in 'deepseek.concurrency.limits'.");
		});
	}

	private void requireGroups(Map<String, Integer> userLimits, Map<String, Integer> limits) {
		userLimits.forEach(
				(name, limit) -> PropertyRules.require(limits.containsKey(name), entry("concurrency.user-limits", name),
						limit, "'" + name + "' has no limit in 'deepseek.concurrency.limits'."));
	}

	private ConcurrencySettings.Adaptive adaptive(Map<String, Integer> limits) {
		DeepSeekProperties.Adaptive adaptive = this.properties.adaptive();
		int lowestLimit = Math.min(Collections.min(limits.values()), this.properties.defaultLimit());
		PropertyRules.require(adaptive.min() >= 1 && adaptive.min() <= lowestLimit, "concurrency.adaptive.min",
				adaptive.min(), "The value must be from 1 to " + lowestLimit + ", the lowest of the limits.");
		PropertyRules.require(adaptive.beta() > 0 && adaptive.beta() < 1, "concurrency.adaptive.beta", adaptive.beta(),
				"The value must be above 0 and below 1.");
		PropertyRules.positive("concurrency.adaptive.recovery", adaptive.recovery());
		PropertyRules.atLeast("concurrency.adaptive.requeue", 0, adaptive.requeue());
		return new ConcurrencySettings.Adaptive(adaptive.enabled(), adaptive.min(), adaptive.beta(),
				adaptive.recovery(), adaptive.readLimitFrom429(), adaptive.requeue());
	}

	private static String entry(String key, String name) {
		return SIMPLE_NAME.matcher(name).matches() ? key + "." + name : key + "[" + name + "]";
	}

}
