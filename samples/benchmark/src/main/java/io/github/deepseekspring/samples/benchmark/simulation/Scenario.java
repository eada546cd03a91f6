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

import java.util.List;
import java.util.Locale;

/**
 * What the users and the server do. Times are in seconds.
 *
 * @param name the name
 * @param phases the server's limit over time
 * @param load what the users send, as a multiple of what the first limit can take
 * @param service how long the server takes for a request
 * @param roundTrip how long a request and the first sign of its answer are on their way
 * @param burst how many requests the user who otherwise sends half of all sends at once
 * instead, when it begins to be measured; 0 for half of all
 * @param from when it begins to be measured
 * @param to when it ends to be measured
 */
record Scenario(String name, List<Phase> phases, double load, ServiceTime service, double roundTrip, int burst,
		double from, double to) {

	static final int CONFIGURED_LIMIT = 500;

	static final int USERS = 50;

	/**
	 * The user who sends half of all requests.
	 */
	static final int HEAVY_USER = 0;

	private static final double LOAD = 1.5;

	private static final double ROUND_TRIP = 0.15;

	/**
	 * The server's limit falls to 200 for a minute.
	 */
	static Scenario drop() {
		List<Phase> phases = List.of(new Phase(0, CONFIGURED_LIMIT), new Phase(180, 200),
				new Phase(240, CONFIGURED_LIMIT));
		return new Scenario("500, 200, 500", phases, LOAD, ServiceTime.EXPONENTIAL, ROUND_TRIP, 0, 60, 420);
	}

	/**
	 * The server's limit never changes.
	 */
	static Scenario steady(int limit) {
		return new Scenario(limit + " throughout", List.of(new Phase(0, limit)), LOAD, ServiceTime.EXPONENTIAL,
				ROUND_TRIP, 0, 60, 420);
	}

	/**
	 * One user sends 1000 requests at once to a server that the others leave half of.
	 */
	static Scenario burstOfRequests() {
		return new Scenario("200, burst of 1000", List.of(new Phase(0, 200)), 1, ServiceTime.EXPONENTIAL, ROUND_TRIP,
				1000, 60, 120);
	}

	Scenario withLoad(double load) {
		return new Scenario(this.name + ", load " + load, this.phases, load, this.service, this.roundTrip, this.burst,
				this.from, this.to);
	}

	Scenario withService(ServiceTime service) {
		return new Scenario(this.name + ", " + service.name().toLowerCase(Locale.ROOT), this.phases, this.load, service,
				this.roundTrip, this.burst, this.from, this.to);
	}

	Scenario withRoundTrip(double roundTrip) {
		return new Scenario(this.name + ", round trip " + roundTrip + " s", this.phases, this.load, this.service,
				roundTrip, this.burst, this.from, this.to);
	}

	int limitAt(double time) {
		int limit = 0;
		for (Phase phase : this.phases) {
			if (phase.from <= time) {
				limit = phase.limit;
			}
		}
		return limit;
	}

	/**
	 * Return how many slots the server has while it is measured, times seconds.
	 */
	double slotSeconds() {
		double slotSeconds = 0;
		for (int i = 0; i < this.phases.size(); i++) {
			double end = (i + 1 < this.phases.size()) ? this.phases.get(i + 1).from : this.to;
			double duration = Math.min(end, this.to) - Math.max(this.phases.get(i).from, this.from);
			slotSeconds += Math.max(0, duration) * this.phases.get(i).limit;
		}
		return slotSeconds;
	}

	/**
	 * Return how many requests per second the users send.
	 */
	double rate() {
		double all = this.load * this.phases.get(0).limit / ServiceTime.MEAN;
		return (this.burst > 0) ? all / 2 : all;
	}

	double shareOfHeavyUser() {
		return (this.burst > 0) ? 0 : 0.5;
	}

	/**
	 * Return when the server's limit last rises, or never.
	 */
	double rise() {
		return (this.phases.size() > 1) ? this.phases.get(this.phases.size() - 1).from : Double.POSITIVE_INFINITY;
	}

	/**
	 * A time with the same limit.
	 *
	 * @param from when it begins
	 * @param limit how many requests the server takes
	 */
	record Phase(double from, int limit) {

	}

}
