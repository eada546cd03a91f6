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

package io.github.deepseekspring.core;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.SimulatorClock;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.ContextView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a request which gets its slot on the thread of another request still knows
 * where it comes from.
 */
@Timeout(60)
class ContextOfWaitersTests {

	private static final String KEY = "ticket";

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final SimulatorClock clock = SimulatorClock.manual();

	@AutoClose
	private final Wire wire = new Wire(this.clock);

	private final ObservationRegistry observations = ObservationRegistry.create();

	/**
	 * What the second request knows, by the place where it is asked.
	 */
	private final Map<String, String> seen = new ConcurrentHashMap<>();

	private DeepSeekTemplate template;

	@BeforeEach
	void build() {
		ContextRegistry.getInstance()
			.registerThreadLocalAccessor(KEY, () -> MDC.get(KEY), (value) -> MDC.put(KEY, value),
					() -> MDC.remove(KEY));
		this.observations.observationConfig().observationHandler((context) -> true);
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		ConcurrencySettings oneSlot = new ConcurrencySettings(true, defaults.accountType(),
				Map.of("deepseek-v4-flash", 1), Map.of(), 1, Map.of(), 10, MINUTE, defaults.linger(),
				defaults.adaptive());
		this.template = this.wire.builder()
			.concurrencyLimiter(new FairConcurrencyLimiter(oneSlot))
			.webClient((client) -> client.observationRegistry(this.observations)
				.filter((request, next) -> Mono.deferContextual((context) -> {
					this.seen.put("sent with", own(context));
					this.seen.put("sent on", Thread.currentThread().getName());
					this.seen.put("thread when sent", threadLocals());
					return next.exchange(request);
				})))
			.build();
		this.wire.answerAll(Answer.chunks("a").chunkInterval(MINUTE));
	}

	@AfterEach
	void forget() {
		Hooks.disableAutomaticContextPropagation();
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
		MDC.clear();
	}

	@Test
	void whenGrantedOnAnotherThreadThenTheReactorContextAndTheObservationAreItsOwn() {
		waitAndRun();
		assertThat(this.seen.get("sent on")).isNotEqualTo(Thread.currentThread().getName());
		assertThat(this.seen).containsEntry("sent with", "second second")
			.containsEntry("received with", "second second");
	}

	@Test
	void whenPropagationIsAutomaticThenTheThreadLocalsAreItsOwnAsWell() {
		Hooks.enableAutomaticContextPropagation();
		waitAndRun();
		assertThat(this.seen.get("sent on")).isNotEqualTo(Thread.currentThread().getName());
		assertThat(this.seen).containsEntry("received with", "second second")
			.containsEntry("thread when received", "second second")
			.containsEntry("thread when sent", "second second");
	}

	/**
	 * Let the first request have the slot and the second one get it from the first.
	 */
	private void waitAndRun() {
		TestSubscriber<String> first = subscribe("first");
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		TestSubscriber<String> second = subscribe("second");
		this.seen.clear();
		this.clock.advance(MINUTE);
		first.block(Wire.PATIENCE);
		this.wire.log().awaitRequests(2, Wire.PATIENCE);
		this.clock.advance(MINUTE);
		second.block(Wire.PATIENCE);
		assertThat(second.isTerminatedComplete()).isTrue();
	}

	private TestSubscriber<String> subscribe(String name) {
		TestSubscriber<String> subscriber = TestSubscriber.create();
		Observation observation = Observation.start(name, this.observations);
		MDC.put(KEY, name);
		try (Observation.Scope scope = observation.openScope()) {
			this.template.prompt("Hi").stream().content().flatMap((text) -> Mono.deferContextual((context) -> {
				if (name.equals("second")) {
					this.seen.put("received with", own(context));
					this.seen.put("thread when received", threadLocals());
				}
				return Mono.just(text);
			})).contextWrite((context) -> context.put("own", name)).contextCapture().subscribe(subscriber);
		}
		finally {
			MDC.remove(KEY);
		}
		return subscriber;
	}

	private static String own(ContextView context) {
		return context.getOrDefault(KEY, "nothing") + " "
				+ origin(context.getOrDefault(ObservationThreadLocalAccessor.KEY, null));
	}

	private String threadLocals() {
		return MDC.get(KEY) + " " + origin(this.observations.getCurrentObservation());
	}

	/**
	 * Return the observation that was there first, since the HTTP client has one of its
	 * own.
	 */
	private static @Nullable String origin(@Nullable ObservationView observation) {
		if (observation == null) {
			return null;
		}
		ObservationView parent = observation.getContextView().getParentObservation();
		return (parent != null) ? origin(parent) : observation.getContextView().getName();
	}

}
