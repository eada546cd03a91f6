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

import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

/**
 * Observes calls: one observation each, whatever happens to it. It begins with the
 * subscription and has ended before the subscriber sees the end.
 *
 * @since 0.1.0
 */
public final class CallObservations {

	private final ObservationSettings settings;

	private final DeepSeekObservationConvention defaultConvention;

	private final UnaryOperator<String> mask;

	/**
	 * Create the observations.
	 * @param settings where and how calls are observed
	 * @param models the names of models that may be told in meters, besides the
	 * documented ones
	 * @param mask takes out of a text what must never be recorded
	 */
	public CallObservations(ObservationSettings settings, Set<String> models, UnaryOperator<String> mask) {
		this.settings = settings;
		this.defaultConvention = new DefaultDeepSeekObservationConvention(models);
		this.mask = mask;
	}

	/**
	 * Observe a call. Where nobody observes, nothing is added to it but what the thread
	 * of the subscriber has for the context.
	 * @param call what is observed
	 * @param model the model that serves the call, or {@code null} without one
	 * @param way makes the call and tells the observer what it goes through
	 * @param <T> the type of the elements
	 * @return the observed call
	 */
	public <T> Flux<T> observe(ObservedCall<?> call, @Nullable String model, Function<CallObserver, Flux<T>> way) {
		ObservationRegistry registry = this.settings.registry();
		return Flux.deferContextual((view) -> {
			if (registry.isNoop()) {
				return way.apply(CallObserver.NONE).contextCapture();
			}
			Observation parent = parent(view, registry);
			DeepSeekObservationContext context = new DeepSeekObservationContext(call.request().get(),
					parent != null && isCountedBy(parent.getContextView()));
			boolean counts = context.getRequest().isGenerating() && !context.isNested();
			Observation observation = Observation.createNotStarted(named(this.settings.convention(), counts),
					Objects.requireNonNull(named(this.defaultConvention, counts)), () -> context, registry);
			return observation.isNoop() ? way.apply(CallObserver.NONE).contextCapture()
					: observed(call, model, way, observation.parentObservation(parent), context);
		});
	}

	private <T> Flux<T> observed(ObservedCall<?> call, @Nullable String model, Function<CallObserver, Flux<T>> way,
			Observation observation, DeepSeekObservationContext context) {
		if (this.settings.includeContent()) {
			context.setInputMessages(RecordedContent.of(call.input().get(), this.mask));
		}
		RunningCall running = new RunningCall(observation, context, model, this.settings, this.mask);
		Flux<T> inner = Flux.defer(() -> way.apply(running))
			.contextWrite((outer) -> outer.put(ObservationThreadLocalAccessor.KEY, observation))
			.contextCapture();
		return new ObservedFlux<>(inner, running);
	}

	/**
	 * The thread's own observation is the parent only where the subscriber's context
	 * knows of none. What the thread has would take the place of it, so that the context
	 * is looked at before.
	 */
	private static @Nullable Observation parent(ContextView view, ObservationRegistry registry) {
		Observation parent = view.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		return (parent != null) ? parent : registry.getCurrentObservation();
	}

	private static boolean isCountedBy(Observation.ContextView parent) {
		return DeepSeekObservationDocumentation.GENERATION.getName().equals(parent.getName())
				&& !(parent instanceof DeepSeekObservationContext);
	}

	/**
	 * Another framework's meters would count a call of its own twice if ours had the same
	 * name.
	 */
	private static @Nullable ObservationConvention<DeepSeekObservationContext> named(
			@Nullable DeepSeekObservationConvention convention, boolean counts) {
		if (convention == null || counts
				|| !DeepSeekObservationDocumentation.GENERATION.getName().equals(convention.getName())) {
			return convention;
		}
		return new UncountedConvention(convention);
	}

}
