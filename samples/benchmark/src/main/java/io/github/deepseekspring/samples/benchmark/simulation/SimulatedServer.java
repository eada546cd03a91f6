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

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.RateLimitException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * A server that takes as many requests at once as its limit allows, and refuses more. A
 * request counts from its arrival until the server is done with it. The client learns of
 * each step half a round trip later.
 */
final class SimulatedServer {

	private static final double RECOVERED = 0.95;

	private static final ErrorAnswer TOO_MANY = new ErrorAnswer(429, "Too many requests", "rate_limit_error", null,
			null);

	private final SimulatedTime time;

	private final Scenario scenario;

	private final boolean tellsLimit;

	private int running;

	private int throttled;

	private double recovered = Double.POSITIVE_INFINITY;

	SimulatedServer(SimulatedTime time, Scenario scenario, boolean tellsLimit) {
		this.time = time;
		this.scenario = scenario;
		this.tellsLimit = tellsLimit;
	}

	/**
	 * Return the answer to a request: an element when the server has taken it, and the
	 * end when it is done.
	 */
	Flux<String> answer(SimulatedRequest request) {
		return Flux.create((client) -> {
			request.sent = this.time.now();
			this.time.after(this.scenario.roundTrip() / 2, () -> arrived(request, client));
		});
	}

	private void arrived(SimulatedRequest request, FluxSink<String> client) {
		double now = this.time.now();
		double wayBack = this.scenario.roundTrip() / 2;
		int limit = this.scenario.limitAt(now);
		if (this.running >= limit) {
			if (this.scenario.from() <= now && now < this.scenario.to()) {
				this.throttled++;
			}
			this.time.after(wayBack, () -> client.error(tooMany(this.tellsLimit ? limit : null)));
			return;
		}
		this.running++;
		if (now >= this.scenario.rise() && this.running >= RECOVERED * limit) {
			this.recovered = Math.min(this.recovered, now);
		}
		this.time.after(wayBack, () -> client.next("begin"));
		this.time.after(request.service, () -> {
			this.running--;
			this.time.after(wayBack, client::complete);
		});
	}

	private static RateLimitException tooMany(@Nullable Integer limit) {
		return new RateLimitException(TOO_MANY, CallState.NOT_ANSWERED, limit, false, null);
	}

	/**
	 * Return how many requests were refused while it was measured.
	 */
	int throttled() {
		return this.throttled;
	}

	/**
	 * Return how long it took after the limit rose until it was used again, or
	 * {@code NaN} when it never rose.
	 */
	double secondsToRecover() {
		return (this.scenario.rise() < Double.POSITIVE_INFINITY) ? this.recovered - this.scenario.rise() : Double.NaN;
	}

}
