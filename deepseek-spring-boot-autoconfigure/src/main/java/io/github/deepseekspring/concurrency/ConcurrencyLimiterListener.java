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

import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;

/**
 * Learns what a {@link FairConcurrencyLimiter} does, for meters. Methods are called on
 * the threads that requests run on, must return at once and may be called by several
 * threads at the same time. What they throw is dropped.
 *
 * @since 0.1.0
 */
public interface ConcurrencyLimiterListener {

	/**
	 * A request that had to wait has got its slot.
	 * @param group the limit group
	 * @param model the model of the request
	 * @param wait how long it waited
	 */
	default void waited(String group, String model, Duration wait) {
	}

	/**
	 * A request was refused.
	 * @param group the limit group
	 * @param model the model of the request
	 * @param reason why it was refused
	 */
	default void rejected(String group, String model, Reason reason) {
	}

	/**
	 * DeepSeek answered a request with status 429.
	 * @param group the limit group
	 * @param scope whose limit that concerns
	 * @param told whether the server told the limit
	 */
	default void throttled(String group, Scope scope, boolean told) {
	}

	/**
	 * A call to the {@link LeaseStore} has ended, or has taken so long that nobody waits
	 * for it any more.
	 * @param group the limit group
	 * @param outcome how it ended
	 * @param duration how long it took
	 */
	default void storeCalled(String group, StoreOutcome outcome, Duration duration) {
	}

	/**
	 * How a call to the {@link LeaseStore} ended.
	 */
	enum StoreOutcome {

		/**
		 * It was answered in time.
		 */
		ANSWERED,

		/**
		 * It was not answered in time.
		 */
		TIMED_OUT,

		/**
		 * It failed.
		 */
		FAILED

	}

	/**
	 * Whose limit it is.
	 */
	enum Scope {

		/**
		 * That of all requests of the account.
		 */
		ACCOUNT,

		/**
		 * That of one {@code user_id} of an expanded account.
		 */
		USER

	}

}
