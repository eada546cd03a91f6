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

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.stream.AnswerState;
import io.github.deepseekspring.stream.PayloadHandler;
import io.github.deepseekspring.token.Cost;
import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.token.TokenUsage;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The observation of one call. The call tells of itself on one thread at a time, but can
 * be cancelled on another one: nothing is told after the end.
 */
final class RunningCall implements CallObserver {

	private final Observation observation;

	private final DeepSeekObservationContext context;

	private final @Nullable String model;

	private final ObservationSettings settings;

	private final UnaryOperator<String> mask;

	private final Scheduler scheduler = Schedulers.parallel();

	private final long startedAt = this.scheduler.now(TimeUnit.MILLISECONDS);

	private final long started = now();

	private long waiting = -1;

	private int attempts;

	private long keepAlives;

	private @Nullable AnswerState state;

	private @Nullable Transcript<?> transcript;

	private boolean firstData;

	private boolean firstToken;

	private boolean ended;

	RunningCall(Observation observation, DeepSeekObservationContext context, @Nullable String model,
			ObservationSettings settings, UnaryOperator<String> mask) {
		this.observation = observation;
		this.context = context;
		this.model = model;
		this.settings = settings;
		this.mask = mask;
		this.firstToken = !context.getRequest().streaming();
	}

	void start() {
		DetachedFlux.run(this.settings.registry(), this.observation::start);
	}

	@Override
	public synchronized void waits() {
		this.waiting = now();
	}

	@Override
	public synchronized void attempt(AnswerState state) {
		if (this.ended) {
			return;
		}
		slotFound();
		finishAttempt();
		this.state = state;
		this.attempts++;
		if (this.attempts > 1) {
			this.context.setRetries(this.attempts - 1);
			this.observation.event(DeepSeekObservationEvent.RETRY);
		}
	}

	@Override
	public <T> PayloadHandler<T> watch(PayloadHandler<T> handler, AnswerReader<T> answers) {
		Transcript<T> transcript = this.settings.includeContent() ? answers.transcript() : null;
		synchronized (this) {
			this.transcript = transcript;
		}
		return new WatchedPayloads<>(handler, answers, transcript, this);
	}

	@Override
	public <T> Flux<T> sends(Flux<T> exchange) {
		return new DetachedFlux<>(exchange, this.settings.registry());
	}

	/**
	 * Take what a payload tells.
	 */
	<T> void received(T payload, AnswerReader<T> answers, @Nullable Transcript<T> transcript) {
		if (!this.firstData) {
			this.firstData = true;
			event(DeepSeekObservationEvent.FIRST_DATA);
		}
		if (!this.firstToken && answers.hasToken(payload)) {
			this.firstToken = true;
			this.context.setTimeToFirstToken(Duration.ofNanos(now() - this.started));
		}
		answers.read(payload, this.context);
		if (transcript != null) {
			transcript.add(payload);
		}
	}

	private synchronized void event(Observation.Event event) {
		if (!this.ended) {
			this.observation.event(event);
		}
	}

	/**
	 * End the observation, unless it has ended already.
	 */
	synchronized void end(CallOutcome outcome, @Nullable Throwable failure) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		slotFound();
		finishAttempt();
		this.context.setKeepAlives(this.keepAlives);
		this.context.setCost(cost());
		this.context.setOutcome(outcome);
		if (this.transcript != null) {
			this.context.setOutputMessages(RecordedContent.of(this.transcript.messages(), this.mask));
		}
		if (failure != null) {
			this.observation.error((failure instanceof DeepSeekException) ? failure : new ForeignFailure(failure));
		}
		this.observation.stop();
	}

	private void slotFound() {
		if (this.waiting >= 0 && this.context.getQueueWait() == null) {
			this.context.setQueueWait(Duration.ofNanos(now() - this.waiting));
		}
	}

	private void finishAttempt() {
		AnswerState finished = this.state;
		if (finished != null) {
			this.keepAlives += finished.keepAlives();
			this.context.setTraceId(finished.callState().traceId());
		}
	}

	private @Nullable Cost cost() {
		CostCalculator calculator = this.settings.costCalculator();
		TokenUsage usage = this.context.getUsage();
		if (calculator == null || usage == null) {
			return null;
		}
		Instant instant = Instant.ofEpochMilli(this.startedAt);
		return calculator.cost(this.context.getResponseModel(), usage, instant)
			.or(() -> calculator.cost(this.model, usage, instant))
			.orElse(null);
	}

	private long now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

}
