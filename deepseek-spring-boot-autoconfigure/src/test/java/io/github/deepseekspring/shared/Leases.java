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

import java.util.Set;

import io.github.deepseekspring.test.RedisServerProcess;

import org.springframework.util.StringUtils;

/**
 * The leases that are kept in Redis.
 */
final class Leases {

	private static final String KEY = "deepseek:{" + Settings.ACCOUNT + ":" + Instance.MODEL + "}:leases";

	private static final String NOW = "redis.call('TIME')[1]*1000+redis.call('TIME')[2]/1000";

	private final RedisServerProcess redis;

	Leases(RedisServerProcess redis) {
		this.redis = redis;
	}

	/**
	 * Return how many there are, with those that have lapsed and were not yet removed.
	 */
	int count() {
		return Integer.parseInt(this.redis.command("ZCARD " + KEY).substring(1));
	}

	/**
	 * Return those that have not lapsed.
	 */
	Set<String> held() {
		return after(NOW);
	}

	/**
	 * Return those that last longer than a time from now on.
	 * @param millis the time in milliseconds
	 */
	Set<String> lasting(long millis) {
		return after(NOW + "+" + millis);
	}

	private Set<String> after(String time) {
		String script = "return(table.concat(redis.call('ZRANGEBYSCORE',KEYS[1],string.format('(%.0f'," + time
				+ "),'+inf'),','))";
		return StringUtils.commaDelimitedListToSet(this.redis.command("EVAL " + script + " 1 " + KEY));
	}

}
