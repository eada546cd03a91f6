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

package io.github.deepseekspring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a {@link io.github.deepseekspring.concurrency.FairConcurrencyLimiter}.
 * None of them is tagged with a user, and the values of every tag are known when the
 * limiter is made.
 *
 * @since 0.1.0
 */
public enum ConcurrencyMeter implements MeterDocumentation {

	/**
	 * Requests that run: from being sent to the last byte of their answers.
	 */
	IN_FLIGHT("deepseek.concurrency.inflight", Meter.Type.GAUGE, "requests", "Requests that run", Key.GROUP),

	/**
	 * Requests that may run now. Falls with the server's 429s.
	 */
	LIMIT("deepseek.concurrency.limit", Meter.Type.GAUGE, "requests", "Requests that may run now", Key.GROUP),

	/**
	 * Requests that may run at most, as configured.
	 */
	CEILING("deepseek.concurrency.ceiling", Meter.Type.GAUGE, "requests", "Requests that may run at most", Key.GROUP),

	/**
	 * Requests that wait for a slot.
	 */
	WAITING("deepseek.concurrency.waiting", Meter.Type.GAUGE, "requests", "Requests that wait for a slot", Key.GROUP),

	/**
	 * Callers with requests that wait for a slot.
	 */
	USERS_WAITING("deepseek.concurrency.users.waiting", Meter.Type.GAUGE, null, "Callers whose requests wait",
			Key.GROUP),

	/**
	 * How long requests that had to wait for their slot did so. A request that found a
	 * free slot or was refused is not counted; one that was taken back after a 429 and
	 * has to wait again is counted again.
	 */
	WAIT("deepseek.concurrency.wait", Meter.Type.TIMER, null, "Time that requests which had to wait did so", Key.GROUP,
			Key.MODEL),

	/**
	 * Requests that were refused and not sent.
	 */
	REJECTED("deepseek.concurrency.rejected", Meter.Type.COUNTER, "requests", "Requests that were refused", Key.GROUP,
			Key.MODEL, Key.REASON),

	/**
	 * Requests that DeepSeek answered with status 429, those that were sent again later
	 * included.
	 */
	THROTTLED("deepseek.concurrency.throttled", Meter.Type.COUNTER, "requests", "Requests that were answered 429",
			Key.GROUP, Key.SCOPE, Key.TOLD),

	/**
	 * Whether the store of the shared limits answers: 1, or 0 while the instance goes by
	 * limits of its own. Like the following, it exists only where limits are shared.
	 */
	SHARED_AVAILABLE("deepseek.concurrency.shared.available", Meter.Type.GAUGE, null,
			"Whether the store of the shared limits answers", Key.GROUP),

	/**
	 * Requests of the account that may run now, over all instances.
	 */
	SHARED_LIMIT("deepseek.concurrency.shared.limit", Meter.Type.GAUGE, "requests",
			"Requests of the account that may run now", Key.GROUP),

	/**
	 * Requests of the account that run, over all instances.
	 */
	SHARED_IN_FLIGHT("deepseek.concurrency.shared.inflight", Meter.Type.GAUGE, "requests",
			"Requests of the account that run", Key.GROUP),

	/**
	 * Instances that share the limits, this one included.
	 */
	SHARED_INSTANCES("deepseek.concurrency.shared.instances", Meter.Type.GAUGE, null, "Instances that share the limits",
			Key.GROUP),

	/**
	 * How long calls to the store of the shared limits took.
	 */
	SHARED_CALLS("deepseek.concurrency.shared.calls", Meter.Type.TIMER, null,
			"Time that calls to the store of the shared limits took", Key.GROUP, Key.OUTCOME);

	private final String name;

	private final Meter.Type type;

	private final @Nullable String baseUnit;

	private final String description;

	private final Key[] keys;

	ConcurrencyMeter(String name, Meter.Type type, @Nullable String baseUnit, String description, Key... keys) {
		this.name = name;
		this.type = type;
		this.baseUnit = baseUnit;
		this.description = description;
		this.keys = keys;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.baseUnit;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keys.clone();
	}

	String description() {
		return this.description;
	}

	/**
	 * The tags of the meters.
	 */
	public enum Key implements KeyName {

		/**
		 * The limit group, such as {@code deepseek-v4-pro}.
		 */
		GROUP("group"),

		/**
		 * The model of the request, if the limiter's settings know it, and {@code other}
		 * otherwise, so that a name from outside does not make a meter.
		 */
		MODEL("model"),

		/**
		 * Why a request was refused: {@code full}, {@code displaced}, {@code timeout} or
		 * {@code shutdown}.
		 */
		REASON("reason"),

		/**
		 * Whose limit a 429 concerns: that of the {@code account} or of a {@code user} of
		 * an expanded account.
		 */
		SCOPE("scope"),

		/**
		 * Whether a 429 told the limit: {@code true} or {@code false}.
		 */
		TOLD("told"),

		/**
		 * How a call to the store of the shared limits ended: {@code ok}, {@code timeout}
		 * or {@code error}.
		 */
		OUTCOME("outcome");

		private final String key;

		Key(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
