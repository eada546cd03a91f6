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

package io.github.deepseekspring.samples.benchmark.simulation;

/**
 * What a user wants, and what came of it. Times are in seconds.
 */
final class SimulatedRequest {

	final int user;

	final double arrival;

	final double service;

	/**
	 * When it was sent last.
	 */
	double sent;

	double completed = Double.NaN;

	/**
	 * Whether the server's 429 was the last word.
	 */
	boolean throttled;

	SimulatedRequest(int user, double arrival, double service) {
		this.user = user;
		this.arrival = arrival;
		this.service = service;
	}

	boolean isServed() {
		return !Double.isNaN(this.completed);
	}

	double waited() {
		return this.sent - this.arrival;
	}

}
