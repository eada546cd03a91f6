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

package io.github.deepseekspring.torture;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LeaseSettings;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.RetrySettings;
import io.github.deepseekspring.observation.DeepSeekObservationContext;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.stream.Timeouts;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that answers many requests at once, each as it is told, and a client that is
 * watched: nothing may be left of a request when it has ended.
 */
final class Rig implements AutoCloseable {

	/**
	 * How long nothing may come before a call is given up.
	 */
	static final Duration SILENCE = Duration.ofSeconds(5);

	private static final int CONCURRENT = 1000;

	private static final int LIMIT = 2 * CONCURRENT;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Pattern NAME = Pattern.compile("<([^<>]+)>");

	private static final List<String> MODELS = List.of("deepseek-v4-flash", "deepseek-v4-pro");

	private final DeepSeekSimulator simulator = DeepSeekSimulator.builder()
		.account((account) -> MODELS.forEach((model) -> account.limit(model, LIMIT)))
		.logCapacity(100)
		.keepAliveInterval(Duration.ofMillis(20))
		.start();

	private final ConnectionProvider connections = ConnectionProvider.builder("torture")
		.maxConnections(LIMIT)
		.pendingAcquireMaxCount(-1)
		.build();

	private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();

	private final Observations observations = new Observations();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final FairConcurrencyLimiter limiter;

	private final DeepSeekTemplate template;

	/**
	 * Create a rig.
	 * @param attempts how often a request is sent at most
	 * @param store where the limits are kept, or {@code null} to share none
	 */
	Rig(int attempts, @Nullable LeaseStore store) {
		this.registry.observationConfig().observationHandler(this.observations);
		this.simulator.answerAll(this::next);
		this.limiter = new FairConcurrencyLimiter(settings(), new ConcurrencyLimiterListener() {
		}, store, LeaseSettings.defaults());
		HttpClient client = HttpClient.create(this.connections).compress(false).disableRetry(true);
		this.template = DeepSeekTemplate.builder()
			.baseUrl(this.simulator.baseUrl())
			.apiKey("sk-torture-0123456789")
			.connector(new ReactorClientHttpConnector(client))
			.concurrencyLimiter(this.limiter)
			.retry(new RetrySettings(attempts, Duration.ofMillis(1), Duration.ofSeconds(1), 0))
			.timeouts(Timeouts.defaults()
				.withFirstData(SILENCE)
				.withPayloadIdle(SILENCE)
				.withWireIdle(SILENCE)
				.withCallWireIdle(SILENCE))
			.observation((settings) -> settings.withRegistry(this.registry))
			.build();
	}

	private static ConcurrencySettings settings() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		Map<String, Integer> limits = Map.of(MODELS.get(0), LIMIT, MODELS.get(1), LIMIT);
		return new ConcurrencySettings(true, defaults.accountType(), limits, limits, LIMIT, defaults.aliases(), null,
				PATIENCE, defaults.linger(), defaults.adaptive());
	}

	private @Nullable Answer next(RecordedRequest request) {
		Matcher matcher = NAME.matcher(request.body());
		Queue<Answer> scripted = matcher.find() ? this.answers.get(matcher.group(1)) : null;
		return (scripted != null) ? scripted.poll() : null;
	}

	/**
	 * Ask many times at once and wait for all ends.
	 */
	void run(Collection<Question> questions) {
		script(questions);
		Flux.fromIterable(questions).flatMap((question) -> {
			Flux.from(question.api().ask(this.template, "<" + question.trial().name() + ">"))
				.subscribe(question.trial());
			return question.trial().ended();
		}, CONCURRENT).blockLast(PATIENCE);
		assertThat(questions).allSatisfy((question) -> {
			assertThat(question.trial().ends()).as("%s: ends", question.trial()).isOne();
			assertThat(question.trial().late()).as("%s: after the end", question.trial()).isZero();
		});
		assertNothingLeft(questions.size());
	}

	/**
	 * Ask many times at once, and give up each answer at some moment, on another thread
	 * than the one that brings it.
	 * @param patience how long each of them is waited for at most
	 */
	void leave(Collection<Question> questions, Duration patience) {
		script(questions);
		Flux.fromIterable(questions)
			.flatMap((question) -> Flux.from(question.api().ask(this.template, "<" + question.trial().name() + ">"))
				.takeUntilOther(
						Mono.delay(patience.multipliedBy(ThreadLocalRandom.current().nextInt(1000)).dividedBy(1000)))
				.onErrorComplete()
				.then(), CONCURRENT)
			.blockLast(PATIENCE);
		assertNothingLeft(questions.size());
	}

	private void script(Collection<Question> questions) {
		questions.forEach((question) -> this.answers.put(question.trial().name(),
				new ConcurrentLinkedQueue<>(Arrays.asList(question.answers()))));
	}

	private void assertNothingLeft(int calls) {
		assertThat(this.limiter.whenReleased().blockOptional(PATIENCE)).isEmpty();
		assertThat(this.limiter.snapshot()).extracting(LimitGroupSnapshot::inFlight).containsOnly(0);
		this.simulator.log().awaitIdle(PATIENCE);
		this.observations.assertEnded(calls);
	}

	@Override
	public void close() {
		this.connections.disposeLater().block(PATIENCE);
		this.simulator.close();
	}

	/**
	 * A call and what it is answered.
	 *
	 * @param api the way to ask
	 * @param trial who asks
	 * @param answers for one attempt after the other
	 */
	record Question(Api api, Trial trial, Answer... answers) {

	}

	/**
	 * Counts how often what was observed began and ended.
	 */
	private static final class Observations implements ObservationHandler<DeepSeekObservationContext> {

		private static final String ENDED = "ended";

		private final AtomicInteger started = new AtomicInteger();

		private final AtomicInteger ended = new AtomicInteger();

		private final AtomicInteger endedTwice = new AtomicInteger();

		@Override
		public void onStart(DeepSeekObservationContext context) {
			this.started.incrementAndGet();
		}

		@Override
		public void onStop(DeepSeekObservationContext context) {
			boolean first = context.get(ENDED) == null;
			context.put(ENDED, true);
			(first ? this.ended : this.endedTwice).incrementAndGet();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof DeepSeekObservationContext;
		}

		private void assertEnded(int calls) {
			assertThat(this.started.getAndSet(0)).as("observations").isEqualTo(calls);
			assertThat(this.ended.getAndSet(0)).as("ends of observations").isEqualTo(calls);
			assertThat(this.endedTwice).as("second ends of observations").hasValue(0);
		}

	}

}
