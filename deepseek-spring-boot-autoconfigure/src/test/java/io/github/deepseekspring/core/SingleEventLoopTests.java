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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.SimulatorClock;
import io.netty.channel.EventLoopGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.test.subscriber.TestSubscriber;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that waiting for a slot holds no thread, with an application that has but one.
 */
@Timeout(60)
class SingleEventLoopTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int TASKS = 100;

	private final SimulatorClock clock = SimulatorClock.manual();

	private final LoopResources loops = LoopResources.create("single", 1, true);

	private final ConnectionProvider connections = ConnectionProvider.create("single", 10);

	private final Set<String> threads = ConcurrentHashMap.newKeySet();

	private DeepSeekSimulator simulator;

	private DeepSeekTemplate template;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.builder().clock(this.clock).chunkInterval(Duration.ofMinutes(1)).start();
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		ConcurrencySettings oneSlot = new ConcurrencySettings(true, defaults.accountType(),
				Map.of("deepseek-v4-flash", 1), Map.of(), 1, Map.of(), 10, Duration.ofMinutes(5), defaults.linger(),
				defaults.adaptive());
		this.template = DeepSeekTemplate.builder()
			.baseUrl(this.simulator.baseUrl())
			.apiKey("sk-0123456789abcdef")
			.connector(new ReactorClientHttpConnector(HttpClient.create(this.connections).runOn(this.loops)))
			.concurrencyLimiter(new FairConcurrencyLimiter(oneSlot))
			.build();
	}

	@AfterEach
	void stop() {
		this.simulator.close();
		this.connections.disposeLater().block(PATIENCE);
		this.loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
	}

	@Test
	void whenARequestWaitsOnTheOnlyEventLoopThenTheLoopGoesOnWithOtherTasks() {
		EventLoopGroup loop = this.loops.onClient(true);
		this.simulator.answerAll((request) -> Answer.chunks("a"));
		TestSubscriber<ChatEvent> first = subscribeOn(loop);
		this.simulator.log().awaitRequests(1, PATIENCE);
		TestSubscriber<ChatEvent> second = subscribeOn(loop);
		AtomicInteger tasks = new AtomicInteger();
		CompletableFuture<Void> all = new CompletableFuture<>();
		for (int i = 0; i < TASKS; i++) {
			loop.execute(() -> {
				if (tasks.incrementAndGet() == TASKS) {
					all.complete(null);
				}
			});
		}
		assertThat(all).succeedsWithin(PATIENCE);
		assertThat(second.getReceivedOnNext()).containsExactly(new ChatEvent.Queued());
		assertThat(first.isTerminated()).isFalse();
		this.clock.advance(Duration.ofMinutes(1));
		first.block(PATIENCE);
		this.simulator.log().awaitRequests(2, PATIENCE);
		this.clock.advance(Duration.ofMinutes(1));
		second.block(PATIENCE);
		assertThat(second.isTerminatedComplete()).isTrue();
		assertThat(this.threads).hasSize(1);
	}

	private TestSubscriber<ChatEvent> subscribeOn(EventLoopGroup loop) {
		TestSubscriber<ChatEvent> subscriber = TestSubscriber.create();
		Flux<ChatEvent> events = this.template.prompt("Hi").stream().signals().events();
		CompletableFuture<Void> subscribed = CompletableFuture
			.runAsync(() -> events.doOnEach((signal) -> this.threads.add(Thread.currentThread().getName()))
				.subscribe(subscriber), loop);
		assertThat(subscribed).succeedsWithin(PATIENCE);
		return subscriber;
	}

}
