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

package io.github.deepseekspring.test;

import java.io.UncheckedIOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RedisServerProcess}.
 */
class RedisServerProcessTests {

	private static final Duration LONGEST = Duration.ofSeconds(20);

	private static final int COMMANDS = 20_000;

	private final RedisServerProcess server = RedisServerProcess.start();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void whenStartedThenItAnswersAndKeepsData() {
		assertThat(this.server.command("SET name value")).isEqualTo("+OK");
		assertThat(this.server.command("GET name")).isEqualTo("value");
	}

	@Test
	void whenRestartedThenItListensOnTheSamePortWithoutData() {
		this.server.command("SET name value");
		this.server.stop();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.server.command("PING"));
		this.server.restart();
		assertThat(this.server.command("GET name")).isEqualTo("$-1");
		this.server.kill();
		this.server.restart();
		assertThat(this.server.command("PING")).isEqualTo("+PONG");
	}

	@Test
	void whenFrozenThenCommandsWaitUntilItThaws() {
		RedisTestConnectionFactory connections = this.server.connectionFactory();
		try {
			ReactiveStringRedisTemplate template = new ReactiveStringRedisTemplate(connections);
			Mono<Boolean> set = template.opsForValue().set("name", "value").subscribeOn(Schedulers.boundedElastic());
			StepVerifier.create(set).expectNext(true).expectComplete().verify(LONGEST);
			this.server.freeze();
			StepVerifier.create(set)
				.expectSubscription()
				.expectNoEvent(Duration.ofMillis(200))
				.then(this.server::thaw)
				.expectNext(true)
				.expectComplete()
				.verify(LONGEST);
		}
		finally {
			connections.destroy();
		}
	}

	@Test
	void whenClosedWhileFrozenThenItEnds() {
		this.server.freeze();
		this.server.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.server.command("PING"));
	}

	@Test
	void whenItIsAClusterThenClientsFindTheNodeOfAKey() {
		try (RedisServerProcess cluster = RedisServerProcess.startCluster()) {
			RedisTestConnectionFactory connections = cluster.connectionFactory();
			Mono<Boolean> set = new ReactiveStringRedisTemplate(connections).opsForValue()
				.set("name", "value")
				.subscribeOn(Schedulers.boundedElastic());
			StepVerifier.create(set).expectNext(true).expectComplete().verify(LONGEST);
			connections.destroy();
		}
	}

	@Test
	void whenThreadsAndAnEventLoopSendAtOnceThenAllCommandsAreAnswered() {
		RedisTestConnectionFactory connections = this.server.connectionFactory();
		ReactiveRedisConnection connection = connections.getReactiveConnection();
		Mono<Void> fromEventLoop = connection.ping().repeat(COMMANDS).then();
		Mono<Void> fromThread = Mono.<Void>fromRunnable(() -> {
			for (int i = 0; i < COMMANDS; i++) {
				connection.ping().block(LONGEST);
			}
		}).subscribeOn(Schedulers.boundedElastic());
		StepVerifier.create(Mono.when(fromEventLoop, fromThread, fromThread)).expectComplete().verify(LONGEST);
		connections.destroy();
	}

}
