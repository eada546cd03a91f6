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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.observation.DeepSeekMeterObservationHandler;
import io.github.deepseekspring.observation.DeepSeekObservationContext;
import io.github.deepseekspring.observation.ObservationSettings;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A wire whose calls are observed.
 */
final class Watched implements AutoCloseable {

	private final Wire wire = new Wire();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final Recorder recorder = new Recorder();

	Watched() {
		this.registry.observationConfig()
			.observationHandler(this.recorder)
			.observationHandler(new DeepSeekMeterObservationHandler(this.meters));
	}

	Wire wire() {
		return this.wire;
	}

	TestObservationRegistry registry() {
		return this.registry;
	}

	MeterRegistry meters() {
		return this.meters;
	}

	DeepSeekTemplateBuilder builder() {
		return builder((settings) -> settings);
	}

	DeepSeekTemplateBuilder builder(UnaryOperator<ObservationSettings> settings) {
		return this.wire.builder().observation((defaults) -> settings.apply(defaults.withRegistry(this.registry)));
	}

	DeepSeekTemplate template() {
		return builder().build();
	}

	/**
	 * Return the only call, whose observation has to have ended.
	 */
	DeepSeekObservationContext call() {
		assertThat(this.recorder.started).hasSize(1);
		assertThat(this.recorder.stopped).hasSize(1);
		return this.recorder.stopped.get(0);
	}

	/**
	 * Return a call by the order of the beginnings.
	 */
	DeepSeekObservationContext call(int index) {
		return this.recorder.started.get(index);
	}

	List<DeepSeekObservationContext> started() {
		return this.recorder.started;
	}

	List<DeepSeekObservationContext> stopped() {
		return this.recorder.stopped;
	}

	List<String> events() {
		return this.recorder.events;
	}

	/**
	 * Return what the only call tells under a key, or {@code null}.
	 */
	@Nullable String value(String key) {
		return call().getAllKeyValues()
			.stream()
			.filter((keyValue) -> keyValue.getKey().equals(key))
			.map(KeyValue::getValue)
			.findFirst()
			.orElse(null);
	}

	void assertNothingLeft() {
		TestObservationRegistryAssert.assertThat(this.registry)
			.doesNotHaveAnyRemainingCurrentObservation()
			.doesNotHaveAnyRemainingCurrentScope();
		assertThat(this.recorder.stopped).hasSameSizeAs(this.recorder.started);
	}

	@Override
	public void close() {
		this.wire.close();
	}

	private static final class Recorder implements ObservationHandler<DeepSeekObservationContext> {

		private final List<DeepSeekObservationContext> started = new CopyOnWriteArrayList<>();

		private final List<DeepSeekObservationContext> stopped = new CopyOnWriteArrayList<>();

		private final List<String> events = new CopyOnWriteArrayList<>();

		@Override
		public void onStart(DeepSeekObservationContext context) {
			this.started.add(context);
		}

		@Override
		public void onEvent(Observation.Event event, DeepSeekObservationContext context) {
			this.events.add(event.getName());
		}

		@Override
		public void onStop(DeepSeekObservationContext context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof DeepSeekObservationContext;
		}

	}

}
