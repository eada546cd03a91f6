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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what becomes of 600 requests that come at once, half of them from one of 20
 * users, when 50 may run at a time. All of it runs over sockets and in real time.
 */
@Timeout(60)
class ConcurrencyLoadTests {

	private static final Log logger = LogFactory.getLog(ConcurrencyLoadTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(50);

	private static final String MODEL = "deepseek-v4-flash";

	private static final String[] ANSWER = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k" };

	private static final int LIMIT = 50;

	private static final int REQUESTS = 600;

	private static final int USERS = 20;

	private static final int HEAVY_REQUESTS = 300;

	private static final int HEAVY = 0;

	private final ServerLoad load = new ServerLoad();

	private final AtomicInteger heavyDone = new AtomicInteger();

	private final AtomicInteger lightDone = new AtomicInteger();

	private final AtomicInteger heavyDoneAfterLight = new AtomicInteger();

	private final Sinks.Empty<Void> allAsked = Sinks.empty();

	/**
	 * No request is answered before the last one was made, so that as many as the client
	 * allows are under way when the first answer comes.
	 */
	private volatile Mono<Void> gate = Mono.empty();

	private boolean tellsLimit = true;

	private Duration chunkInterval = Duration.ofMillis(100);

	private DeepSeekSimulator simulator;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.builder().account((account) -> account.limit(MODEL, LIMIT)).start();
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void whenBothSidesAllowFiftyThenAllIsServedWithoutA429AndTheServerIsKeptBusy() {
		this.chunkInterval = Duration.ofMillis(140);
		runner().withPropertyValues("deepseek.concurrency.limits.deepseek-v4-flash=" + LIMIT).run((context) -> {
			LimitGroupSnapshot group = serveAll(context);
			assertThat(this.simulator.log().throttled()).isZero();
			assertThat(this.simulator.log().requests()).hasSize(REQUESTS);
			assertThat(group.throttledTold() + group.throttledUntold()).isZero();
			assertThat(this.load.mean()).as("mean in flight while %d or more wait", LIMIT).isGreaterThanOrEqualTo(48);
			assertThat(this.heavyDoneAfterLight).as("requests of the heavy user done when the light users were")
				.hasValueLessThan(HEAVY_REQUESTS / 2);
		});
	}

	@Test
	void whenOnlyTheServerAllowsFiftyAndTellsItThenAllIsServed() {
		runner().run((context) -> {
			LimitGroupSnapshot group = serveAll(context);
			assertThat(group.throttledTold()).isEqualTo(this.simulator.log().throttled()).isPositive();
			assertThat(group.throttledUntold()).isZero();
		});
	}

	@Test
	void whenOnlyTheServerAllowsFiftyAndTellsNothingThenAllIsServed() {
		this.tellsLimit = false;
		runner().run((context) -> {
			LimitGroupSnapshot group = serveAll(context);
			assertThat(group.throttledUntold()).isEqualTo(this.simulator.log().throttled()).isPositive();
			assertThat(group.throttledTold()).isZero();
		});
	}

	private LimitGroupSnapshot serveAll(ApplicationContext context) throws Exception {
		DeepSeekTemplate template = context.getBean(DeepSeekTemplate.class);
		warmUp(template);
		this.simulator.account().wordTheLimit(this.tellsLimit);
		this.gate = this.allAsked.asMono();
		this.simulator.answerAll(this.load::answer);
		List<CompletableFuture<List<String>>> answers = new ArrayList<>();
		for (int i = 0; i < REQUESTS; i++) {
			boolean heavy = i < HEAVY_REQUESTS;
			int user = heavy ? HEAVY : 1 + i % (USERS - 1);
			answers.add(ask(template, user, i).whenComplete((texts, failure) -> done(heavy)));
		}
		this.load.begin();
		this.allAsked.tryEmitEmpty();
		CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
		all.handle((none, failure) -> null).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		LimitGroupSnapshot group = group(context.getBean(FairConcurrencyLimiter.class));
		logger.info(String.format(Locale.ROOT,
				"%d requests, %d of them of one user: %d times status 429, at most %d times for one request; %d at a "
						+ "time at most, %.1f on average while %d or more waited; %d of the one user's done when the "
						+ "others' were",
				REQUESTS, HEAVY_REQUESTS, this.simulator.log().throttled(), mostOftenThrottled(),
				this.simulator.log().highestConcurrency(), this.load.mean(), LIMIT, this.heavyDoneAfterLight.get()));
		assertThat(answers)
			.allSatisfy((answer) -> assertThat(answer).isCompletedWithValueMatching(List.of(ANSWER)::equals));
		assertThat(this.simulator.log().highestConcurrency()).isEqualTo(LIMIT);
		assertThat(this.load.served).isEqualTo(REQUESTS);
		assertThat(this.load.shortest).as("shortest stream in nanoseconds")
			.isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
		assertThat(group.inFlight()).isZero();
		assertThat(group.waiting()).isZero();
		assertThat(group.rejected())
			.isEqualTo(Map.of(Reason.FULL, 0L, Reason.DISPLACED, 0L, Reason.TIMED_OUT, 0L, Reason.SHUTDOWN, 0L));
		return group;
	}

	/**
	 * Load classes and open connections, which is not what is measured.
	 */
	private void warmUp(DeepSeekTemplate template) {
		this.simulator.answerAll((request) -> Answer.chunks("warm").chunkInterval(this.chunkInterval));
		List<CompletableFuture<List<String>>> answers = new ArrayList<>();
		for (int i = 0; i < LIMIT; i++) {
			answers.add(ask(template, i, i));
		}
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).succeedsWithin(PATIENCE));
		this.simulator.log().awaitIdle(PATIENCE);
		this.simulator.reset();
	}

	private static CompletableFuture<List<String>> ask(DeepSeekTemplate template, int user, int number) {
		return template.prompt("Question " + number).userId("user-" + user).stream().content().collectList().toFuture();
	}

	private void done(boolean heavy) {
		if (heavy) {
			this.heavyDone.incrementAndGet();
		}
		else if (this.lightDone.incrementAndGet() == REQUESTS - HEAVY_REQUESTS) {
			this.heavyDoneAfterLight.set(this.heavyDone.get());
		}
	}

	private long mostOftenThrottled() {
		Map<String, Long> times = this.simulator.log()
			.requests()
			.stream()
			.filter((request) -> request.status() == 429)
			.collect(Collectors.groupingBy(RecordedRequest::body, Collectors.counting()));
		return times.values().stream().mapToLong(Long::longValue).max().orElse(0);
	}

	private static LimitGroupSnapshot group(FairConcurrencyLimiter limiter) {
		return limiter.snapshot().stream().filter((group) -> group.group().equals(MODEL)).findFirst().orElseThrow();
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class))
			.withPropertyValues("deepseek.api-key=sk-0123456789abcdef", "deepseek.base-url=" + this.simulator.baseUrl(),
					"deepseek.chat.model=" + MODEL, "deepseek.concurrency.max-queue=" + REQUESTS,
					"deepseek.concurrency.max-wait=120s")
			.withBean(DeepSeekTemplateCustomizer.class, () -> this::holdUntilAllAreAsked);
	}

	private void holdUntilAllAreAsked(DeepSeekTemplateBuilder builder) {
		builder.webClient((client) -> client.filter((request, next) -> this.gate.then(next.exchange(request))));
	}

	/**
	 * What runs at the server, weighted with time. Its own sums begin when the requests
	 * are sent and count while as many as may run still wait.
	 */
	private final class ServerLoad {

		private long since;

		private double area;

		private double nanos;

		private int running;

		private int served;

		private long shortest = Long.MAX_VALUE;

		synchronized void begin() {
			this.since = System.nanoTime();
		}

		Answer answer(RecordedRequest request) {
			long begin = change(1);
			request.ended().subscribe((outcome) -> ended(begin));
			return Answer.chunks(ANSWER).chunkInterval(ConcurrencyLoadTests.this.chunkInterval);
		}

		private synchronized void ended(long begin) {
			this.shortest = Math.min(this.shortest, change(-1) - begin);
		}

		private synchronized long change(int difference) {
			long now = System.nanoTime();
			if (REQUESTS - this.served >= LIMIT) {
				this.area += (double) this.running * (now - this.since);
				this.nanos += now - this.since;
			}
			this.since = now;
			this.running += difference;
			this.served += Math.max(0, difference);
			return now;
		}

		synchronized double mean() {
			return this.area / this.nanos;
		}

	}

}
