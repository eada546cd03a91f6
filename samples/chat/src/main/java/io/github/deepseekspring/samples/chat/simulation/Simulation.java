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

package io.github.deepseekspring.samples.chat.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * The simulated account, which allows what the application believes it does, or half of
 * that, and the load on it.
 */
@Component
@ConditionalOnBooleanProperty("deepseek.simulator.enabled")
final class Simulation implements DisposableBean {

	private static final Log logger = LogFactory.getLog(Simulation.class);

	private final DeepSeekSimulator simulator;

	private final DeepSeekOperations deepSeek;

	private final List<String> users;

	private final Map<String, Integer> limits = new LinkedHashMap<>();

	private boolean halved;

	private @Nullable Burst burst;

	private @Nullable Disposable running;

	Simulation(DeepSeekSimulator simulator, DeepSeekOperations deepSeek, FairConcurrencyLimiter limiter,
			@Value("${chat.users}") List<String> users) {
		this.simulator = simulator;
		this.deepSeek = deepSeek;
		this.users = List.copyOf(users);
		limiter.snapshot()
			.stream()
			.filter((group) -> !group.models().isEmpty())
			.forEach((group) -> this.limits.put(group.group(), group.ceiling()));
		simulator.answerAll(new SimulatedAnswers()::answer);
		halve(false);
	}

	/**
	 * Let the account allow half of what the application believes, or all of it.
	 */
	synchronized void halve(boolean on) {
		this.limits
			.forEach((model, limit) -> this.simulator.account().limit(model, (on) ? Math.max(1, limit / 2) : limit));
		this.halved = on;
	}

	/**
	 * Start a burst, unless there is one.
	 * @param user who asks a lot; the first one of the others keeps chatting
	 * @param model whom they ask
	 */
	synchronized void burst(@Nullable String user, @Nullable String model) {
		if (user == null || model == null || !this.users.contains(user) || !this.limits.containsKey(model)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "There is no such user or model.");
		}
		if (isRunning()) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "There is a burst already.");
		}
		String other = this.users.stream().filter((name) -> !name.equals(user)).findFirst().orElse(user);
		Burst started = new Burst(this.deepSeek, model, user, other);
		this.burst = started;
		this.running = started.run().subscribe((nothing) -> {
		}, (ex) -> logger.error("The burst has failed", ex));
	}

	synchronized State state() {
		return new State(SimulatedAnswers.SUGGESTIONS, this.users, List.copyOf(this.limits.keySet()), this.halved,
				Burst.SIZE, (this.burst != null) ? this.burst.state(isRunning()) : null);
	}

	private boolean isRunning() {
		return this.running != null && !this.running.isDisposed();
	}

	@Override
	public synchronized void destroy() {
		if (this.running != null) {
			this.running.dispose();
		}
	}

	/**
	 * How the simulation stands.
	 *
	 * @param questions what a user can ask to see something
	 * @param users who can ask
	 * @param models whom they can ask
	 * @param halved whether the account allows half
	 * @param burstSize how many questions a burst has
	 * @param burst the latest burst, or {@code null} if there was none
	 */
	record State(List<SimulatedAnswers.Suggestion> questions, List<String> users, List<String> models, boolean halved,
			int burstSize, Burst.@Nullable State burst) {

	}

}
