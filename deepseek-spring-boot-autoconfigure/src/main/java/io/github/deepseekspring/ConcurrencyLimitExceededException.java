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

package io.github.deepseekspring;

import java.time.Duration;

/**
 * The request was not sent because too many are running or waiting in this application.
 *
 * @since 0.1.0
 */
public class ConcurrencyLimitExceededException extends DeepSeekException {

	private final Reason reason;

	private final String group;

	private final int limit;

	private final int inFlight;

	private final int waiting;

	private final Duration retryAfter;

	public ConcurrencyLimitExceededException(Reason reason, String group, int limit, int inFlight, int waiting,
			Duration retryAfter) {
		super("No free slot for a request of limit group '" + group + "': " + reason.description + " (limit " + limit
				+ ", in flight " + inFlight + ", waiting " + waiting + ")", null, CallState.NOT_ANSWERED, true);
		this.reason = reason;
		this.group = group;
		this.limit = limit;
		this.inFlight = inFlight;
		this.waiting = waiting;
		this.retryAfter = retryAfter;
	}

	/**
	 * Return why the request was refused.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Return the limit group of the request's model.
	 * @return the group's name, such as {@code deepseek-v4-pro}
	 */
	public String getGroup() {
		return this.group;
	}

	/**
	 * Return the limit of the group at the time of the refusal.
	 * @return concurrent requests
	 */
	public int getLimit() {
		return this.limit;
	}

	/**
	 * Return how many requests of the group were running.
	 * @return requests between sending and the end of their answer
	 */
	public int getInFlight() {
		return this.inFlight;
	}

	/**
	 * Return how many requests of the group were waiting.
	 * @return requests without a slot
	 */
	public int getWaiting() {
		return this.waiting;
	}

	/**
	 * Return a hint when to try again, fit for a {@code Retry-After} header.
	 * @return at least one second
	 */
	public Duration getRetryAfter() {
		return this.retryAfter;
	}

	/**
	 * Why a request was refused.
	 */
	public enum Reason {

		/**
		 * The queue is full and the caller's own part of it is the longest.
		 */
		FULL("the queue is full"),

		/**
		 * The request had to leave the full queue for a caller with fewer requests in it.
		 */
		DISPLACED("displaced from the full queue by a caller with fewer requests"),

		/**
		 * The request waited as long as it may.
		 */
		TIMED_OUT("waited as long as allowed"),

		/**
		 * The application is shutting down.
		 */
		SHUTDOWN("the application is shutting down");

		private final String description;

		Reason(String description) {
			this.description = description;
		}

	}

}
