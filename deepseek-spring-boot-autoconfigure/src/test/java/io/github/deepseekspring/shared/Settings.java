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

package io.github.deepseekspring.shared;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.test.RedisServerProcess;

/**
 * The properties of an instance.
 *
 * @param properties values by name
 */
record Settings(Map<String, Object> properties) {

	/**
	 * The name of the account in Redis.
	 */
	static final String ACCOUNT = "test";

	/**
	 * Properties of an instance that goes by limits of its own.
	 */
	static Settings alone(DeepSeekSimulator simulator, int limit) {
		return new Settings(Map.of()).with("deepseek.api-key", "sk-0123456789abcdef")
			.with("deepseek.base-url", simulator.baseUrl())
			.with("deepseek.chat.model", Instance.MODEL)
			.with("deepseek.concurrency.limits." + Instance.MODEL, limit)
			.with("deepseek.concurrency.max-queue", 10_000)
			.with("deepseek.concurrency.max-wait", "120s")
			.with("deepseek.retry.max-attempts", 1);
	}

	/**
	 * Properties of an instance that shares its limits, with the usual leases.
	 */
	static Settings shared(DeepSeekSimulator simulator, int limit, RedisServerProcess redis) {
		return alone(simulator, limit).with("deepseek.concurrency.shared.type", "redis")
			.with("deepseek.concurrency.shared.account-id", ACCOUNT)
			.with("spring.data.redis.host", "127.0.0.1")
			.with("spring.data.redis.port", redis.port());
	}

	Settings leases(Duration lease, Duration heartbeat) {
		return with("deepseek.concurrency.shared.lease", lease).with("deepseek.concurrency.shared.heartbeat",
				heartbeat);
	}

	/**
	 * Let the store take its time, where it is not to be lost on a busy machine.
	 */
	Settings acquireTimeout(Duration timeout) {
		return with("deepseek.concurrency.shared.acquire-timeout", timeout);
	}

	Settings with(String name, Object value) {
		Map<String, Object> copy = new LinkedHashMap<>(this.properties);
		copy.put(name, value);
		return new Settings(copy);
	}

	/**
	 * Return the properties as an application is given them when it starts.
	 */
	List<String> arguments() {
		return this.properties.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toList();
	}

}
