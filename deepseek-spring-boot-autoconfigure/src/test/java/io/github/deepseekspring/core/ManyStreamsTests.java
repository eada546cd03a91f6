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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RequestLog;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.subscriber.TestSubscriber;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for as many streams at once as DeepSeek allows, with default properties.
 */
@Timeout(120)
class ManyStreamsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration QUEUE_TIME = Duration.ofMinutes(1);

	private static final String PRO = "deepseek-v4-pro";

	private static final String FLASH = "deepseek-v4-flash";

	private static final int PRO_LIMIT = 500;

	private static final int FLASH_LIMIT = 2500;

	/**
	 * More than there are connections by default.
	 */
	private static final int RAISED_LIMIT = 4000;

	/**
	 * Both ends of each connection are in this process.
	 */
	private static final int FILES_NEEDED = 2 * RAISED_LIMIT + 500;

	/**
	 * Threads that come and go for other reasons, such as the compiler's.
	 */
	private static final int OTHER_THREADS = 5;

	private final SimulatorClock clock = SimulatorClock.manual();

	private DeepSeekSimulator simulator;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.builder().clock(this.clock).start();
		this.simulator.answerAll((request) -> Answer.chunks("a", "b", "c").queuedFor(QUEUE_TIME));
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void whenBothLimitsAreUsedUpThenAllStreamsRunAtOnceOnAFewThreads() {
		requireFiles();
		runner().run((context) -> {
			DeepSeekTemplate template = context.getBean(DeepSeekTemplate.class);
			int threads = run(template, 20, 80);
			this.simulator.log().awaitIdle(PATIENCE);
			int threadsOfMany = run(template, PRO_LIMIT, FLASH_LIMIT);
			assertThat(threadsOfMany).as("threads").isLessThanOrEqualTo(threads + OTHER_THREADS);
			RequestLog log = this.simulator.log();
			assertThat(log.highestConcurrency(PRO)).isEqualTo(PRO_LIMIT);
			assertThat(log.highestConcurrency(FLASH)).isEqualTo(FLASH_LIMIT);
			assertThat(log.throttled()).isZero();
			assertThat(log.requests()).hasSize(100 + PRO_LIMIT + FLASH_LIMIT);
		});
	}

	/**
	 * Run streams that all wait for the clock at the same time.
	 * @return how many threads there were meanwhile
	 */
	private int run(DeepSeekTemplate template, int pro, int flash) {
		int before = this.simulator.log().requests().size();
		List<CompletableFuture<List<String>>> answers = new ArrayList<>();
		answers.addAll(start(template, PRO, pro));
		answers.addAll(start(template, FLASH, flash));
		this.simulator.log().awaitRequests(before + pro + flash, PATIENCE);
		assertThat(this.simulator.log().inFlight(PRO)).isEqualTo(pro);
		assertThat(this.simulator.log().inFlight(FLASH)).isEqualTo(flash);
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		this.clock.advance(QUEUE_TIME);
		assertThat(answers).hasSize(pro + flash)
			.allSatisfy((answer) -> assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).containsExactly("a",
					"b", "c"));
		return threads;
	}

	@Test
	void whenTheLimitIsRaisedThenMoreStreamsThanByDefaultRunAtOnce() {
		requireFiles();
		this.simulator.account().limit(FLASH, RAISED_LIMIT);
		runner().withPropertyValues("deepseek.concurrency.limits.deepseek-v4-flash=" + RAISED_LIMIT).run((context) -> {
			run(context.getBean(DeepSeekTemplate.class), 0, RAISED_LIMIT);
			assertThat(this.simulator.log().highestConcurrency(FLASH)).isEqualTo(RAISED_LIMIT);
			assertThat(this.simulator.log().throttled()).isZero();
		});
	}

	@Test
	void whenALimitIsUsedUpThenTheNextRequestOfTheGroupWaitsAndThenCompletes() {
		runner().run((context) -> {
			DeepSeekTemplate template = context.getBean(DeepSeekTemplate.class);
			List<CompletableFuture<List<String>>> answers = start(template, PRO, PRO_LIMIT);
			this.simulator.log().awaitRequests(PRO_LIMIT, PATIENCE);
			TestSubscriber<ChatEvent> waiter = subscribe(template, PRO);
			assertThat(waiter.getReceivedOnNext()).containsExactly(new ChatEvent.Queued());
			this.clock.advance(QUEUE_TIME);
			this.simulator.log().awaitRequests(PRO_LIMIT + 1, PATIENCE);
			this.clock.advance(QUEUE_TIME);
			waiter.block(PATIENCE);
			assertThat(waiter.isTerminatedComplete()).isTrue();
			assertThat(answers).allSatisfy((answer) -> assertThat(answer).succeedsWithin(PATIENCE));
			assertThat(this.simulator.log().highestConcurrency(PRO)).isEqualTo(PRO_LIMIT);
			assertThat(this.simulator.log().throttled()).isZero();
		});
	}

	@Test
	void whenGroupsDifferThenDoNotShareSlotsAndAliasesShareOne() {
		this.simulator.account().limit("deepseek-unheard-of", 10);
		runner()
			.withPropertyValues("deepseek.concurrency.limits.deepseek-v4-pro=1",
					"deepseek.concurrency.limits.deepseek-v4-flash=1", "deepseek.concurrency.default-limit=1",
					"deepseek.concurrency.max-queue=10")
			.run((context) -> {
				DeepSeekTemplate template = context.getBean(DeepSeekTemplate.class);
				List<TestSubscriber<ChatEvent>> running = new ArrayList<>();
				for (String model : List.of(PRO, FLASH, "deepseek-unheard-of")) {
					running.add(subscribe(template, model));
				}
				this.simulator.log().awaitRequests(3, PATIENCE);
				assertThat(running).noneSatisfy(
						(subscriber) -> assertThat(subscriber.getReceivedOnNext()).contains(new ChatEvent.Queued()));
				for (String model : List.of(PRO, FLASH, "deepseek-flash", "deepseek-v4-flash-vision-exp",
						"deepseek-unheard-of", "deepseek-never-seen")) {
					assertThat(subscribe(template, model).getReceivedOnNext()).as(model)
						.containsExactly(new ChatEvent.Queued());
				}
			});
	}

	private static List<CompletableFuture<List<String>>> start(DeepSeekTemplate template, String model, int count) {
		List<CompletableFuture<List<String>>> answers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			answers.add(
					template.prompt("Hi").model(model).userId("user-" + i).stream().content().collectList().toFuture());
		}
		return answers;
	}

	private static TestSubscriber<ChatEvent> subscribe(DeepSeekTemplate template, String model) {
		TestSubscriber<ChatEvent> subscriber = TestSubscriber.create();
		template.prompt("Hi").model(model).stream().signals().events().subscribe(subscriber);
		return subscriber;
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class))
			.withPropertyValues("deepseek.api-key=sk-0123456789abcdef",
					"deepseek.base-url=" + this.simulator.baseUrl());
	}

	private static void requireFiles() {
		if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
			assertThat(system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount())
				.as("files that this process may still open (ulimit -n): each connection takes two of them, since the "
						+ "simulator runs in the same process")
				.isGreaterThanOrEqualTo(FILES_NEEDED);
		}
	}

}
