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

import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * A source that is subscribed to without the thread's own observation. Traces take that
 * one for the parent where it is not the one that is told.
 *
 * @param <T> the type of the elements
 */
final class DetachedFlux<T> extends Flux<T> {

	private final Flux<T> source;

	private final ObservationRegistry registry;

	DetachedFlux(Flux<T> source, ObservationRegistry registry) {
		this.source = source;
		this.registry = registry;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		run(this.registry, () -> this.source.subscribe(actual));
	}

	/**
	 * Run something without the thread's own observation, which is back afterwards.
	 */
	static void run(ObservationRegistry registry, Runnable action) {
		if (registry.getCurrentObservation() == null) {
			action.run();
			return;
		}
		try (Observation.Scope scope = new NullObservation(registry).openScope()) {
			action.run();
		}
	}

}
