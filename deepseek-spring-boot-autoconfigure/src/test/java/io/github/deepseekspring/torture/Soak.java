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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.RetrySettings;
import io.github.deepseekspring.observation.DeepSeekMeterObservationHandler;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.ChatAnswer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.user.DefaultCallerResolver;
import io.github.deepseekspring.user.HmacUserIdEncoder;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Users who chat without a break: some of their answers wait in the queue of the server,
 * some break, and some of the users lose their patience.
 */
final class Soak implements AutoCloseable {

	private static final int USERS = 3000;

	private static final int SLOTS = 2900;

	private static final int NAMES = 20_000;

	private static final String NAME = "name";

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	/**
	 * How long an answer may consist of nothing but keep-alives, which some do for ever.
	 */
	private static final Duration FIRST_DATA = Duration.ofSeconds(30);

	private static final double BROKEN = 0.1;

	private static final double IMPATIENT = 0.15;

	private final DeepSeekSimulator simulator = DeepSeekSimulator.builder()
		.account((account) -> account.limit("deepseek-v4-flash", SLOTS))
		.keepAliveInterval(Duration.ofMillis(500))
		.logCapacity(100)
		.start();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final AtomicInteger observed = new AtomicInteger();

	private final FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(settings());

	private final DeepSeekTemplate template;

	private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();

	private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();

	private final AtomicInteger chatting = new AtomicInteger();

	private volatile boolean stopped;

	Soak() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new DeepSeekMeterObservationHandler(this.meters))
			.observationHandler(new Counter(this.observed));
		this.simulator.answerAll((request) -> answer());
		Duration silence = Duration.ofSeconds(5);
		this.template = DeepSeekTemplate.builder()
			.baseUrl(this.simulator.baseUrl())
			.apiKey("sk-soak-0123456789")
			.callerResolver(DefaultCallerResolver.builder(HmacUserIdEncoder.derivedFromApiKey("sk-soak-0123456789"))
				.userIdResolvers(List.of(() -> Mono.deferContextual((context) -> Mono.just(context.get(NAME)))))
				.build())
			.concurrencyLimiter(this.limiter)
			.retry(new RetrySettings(3, Duration.ofMillis(200), Duration.ofSeconds(2), 0.5))
			.timeouts(Timeouts.defaults().withFirstData(FIRST_DATA).withPayloadIdle(silence).withWireIdle(silence))
			.observation((settings) -> settings.withRegistry(registry))
			.build();
	}

	private static ConcurrencySettings settings() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		Map<String, Integer> limits = Map.of("deepseek-v4-flash", SLOTS);
		return new ConcurrencySettings(true, defaults.accountType(), limits, limits, SLOTS, defaults.aliases(), null,
				PATIENCE, defaults.linger(), defaults.adaptive());
	}

	private static Answer answer() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		String[] pieces = new String[random.nextInt(5, 40)];
		for (int i = 0; i < pieces.length; i++) {
			pieces[i] = " w\u00f6rd" + random.nextInt(1000);
		}
		ChatAnswer answer = Answer.chunks(pieces)
			.queuedFor(Duration.ofMillis(random.nextInt(3000)))
			.chunkInterval(Duration.ofMillis(random.nextInt(50, 250)));
		if (random.nextDouble() >= BROKEN) {
			return answer;
		}
		Effect effect = Effect.values()[random.nextInt(Effect.values().length)];
		Place place = Place.values()[random.nextInt(Place.values().length)];
		return effect.isPossible(Api.CHAT_STREAM, place) ? answer.fault(place.of(effect.fault()))
				: Answer.serverError();
	}

	void start() {
		this.chatting.set(USERS);
		for (int i = 0; i < USERS; i++) {
			chat();
		}
	}

	/**
	 * Ask, and ask again when that has ended.
	 */
	private void chat() {
		if (this.stopped) {
			this.chatting.decrementAndGet();
			return;
		}
		ThreadLocalRandom random = ThreadLocalRandom.current();
		String name = "user-" + random.nextInt(NAMES) + "@example.com";
		Flux<ChatEvent> answer = this.template.prompt("Tell me something").stream().signals().events();
		Flux<ChatEvent> asked = (random.nextDouble() < IMPATIENT)
				? answer.takeUntilOther(Mono.delay(Duration.ofMillis(random.nextInt(6000)))) : answer;
		asked.then(Mono.just("complete"))
			.onErrorResume((failure) -> Mono.just(nameOf(failure)))
			.delayElement(Duration.ofMillis(random.nextInt(100)))
			.contextWrite((context) -> context.put(NAME, name))
			.subscribe((end) -> {
				this.ends.computeIfAbsent(end, (key) -> new LongAdder()).increment();
				chat();
			});
	}

	private String nameOf(Throwable failure) {
		if (!(failure instanceof DeepSeekException)) {
			this.surprises.add(failure);
		}
		return failure.getClass().getSimpleName().replace("Exception", "");
	}

	/**
	 * Let nobody ask again, and wait until all have their answers.
	 */
	void stop() {
		this.stopped = true;
		Flux.interval(Duration.ofMillis(100)).takeUntil((tick) -> this.chatting.get() == 0).blockLast(PATIENCE);
		this.simulator.log().awaitIdle(PATIENCE);
	}

	/**
	 * Return the failures that are none of ours.
	 */
	List<Throwable> surprises() {
		return List.copyOf(this.surprises);
	}

	Vitals vitals(int minute) {
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		long direct = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
		List<LimitGroupSnapshot> groups = this.limiter.snapshot();
		return new Vitals(minute, new TreeMap<>(this.ends).toString(), heap >> 20, direct >> 20,
				ManagementFactory.getThreadMXBean().getThreadCount(), this.simulator.log().inFlight(),
				groups.stream().mapToInt(LimitGroupSnapshot::inFlight).sum(),
				groups.stream().mapToInt(LimitGroupSnapshot::waiting).sum(),
				groups.stream().mapToInt(LimitGroupSnapshot::waitingCallers).sum(), this.observed.get(),
				this.meters.getMeters().size());
	}

	@Override
	public void close() {
		this.stopped = true;
		this.simulator.close();
	}

	/**
	 * Counts the observations that have begun and not ended.
	 */
	private record Counter(AtomicInteger open) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			this.open.incrementAndGet();
		}

		@Override
		public void onStop(Observation.Context context) {
			this.open.decrementAndGet();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
