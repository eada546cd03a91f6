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

package io.github.deepseekspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.test.RecordingLeaseStore;
import io.github.deepseekspring.user.Caller;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for limits of the application's limiter that are kept in a {@link LeaseStore}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedLimitTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * Time to find out that something does not happen.
	 */
	private static final Duration AWHILE = Duration.ofMillis(300);

	private static final String MODEL = "deepseek-v4-pro";

	private final RecordingLeaseStore store = new RecordingLeaseStore();

	private final ApplicationContextRunner withoutStore = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-0123456789abcdef", "deepseek.concurrency.limits.deepseek-v4-pro=7",
				"deepseek.concurrency.shared.lease=5m", "deepseek.concurrency.shared.heartbeat=1m",
				"deepseek.concurrency.shared.acquire-timeout=20s");

	private final ApplicationContextRunner runner = this.withoutStore.withBean("store", LeaseStore.class,
			() -> this.store);

	@Test
	void whenThereIsAStoreThenTheLimiterSharesItsLimitsThroughIt() {
		this.runner.run((context) -> {
			Disposable request = request(context.getBean(ConcurrencyLimiter.class));
			Awaitility.await().atMost(PATIENCE).until(() -> this.store.leases().size() == 1);
			assertThat(this.store.terms()).filteredOn((terms) -> terms.group().equals(MODEL))
				.isNotEmpty()
				.allSatisfy((terms) -> {
					assertThat(terms.ceiling()).isEqualTo(7);
					assertThat(terms.lease()).isEqualTo(Duration.ofMinutes(5));
				});
			request.dispose();
			Awaitility.await().atMost(PATIENCE).until(() -> this.store.leases().isEmpty());
		});
	}

	@Test
	void whenConcurrencyIsNotLimitedThenTheStoreIsNotUsed() {
		this.runner.withPropertyValues("deepseek.concurrency.enabled=false").run((context) -> {
			request(context.getBean(ConcurrencyLimiter.class)).dispose();
			assertThat(this.store.terms()).isEmpty();
		});
	}

	@Test
	void whenThereIsNoStoreAlthoughLimitsAreToBeSharedThenWarns(CapturedOutput output) {
		this.withoutStore.run((context) -> assertThat(output).doesNotContain("LeaseStore"));
		this.withoutStore.withPropertyValues("deepseek.concurrency.shared.type=redis").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce("The limits of DeepSeek are not shared with other instances");
		});
	}

	@Test
	void whenContextClosesThenLeasesAreReturnedBeforeTheConnectionsToTheStoreStop() {
		Sinks.Empty<Void> returned = Sinks.empty();
		Connections connections = new Connections(this.store);
		this.runner.withBean("connections", Connections.class, () -> connections).run((context) -> {
			Disposable request = request(context.getBean(ConcurrencyLimiter.class));
			Awaitility.await().atMost(PATIENCE).until(() -> this.store.leases().size() == 1);
			this.store.setUntilReturned(returned.asMono());
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			CompletableFuture<Void> closing = CompletableFuture.runAsync(source::close);
			assertStillRuns(closing);
			request.dispose();
			assertStillRuns(closing);
			assertThat(connections.stopped).isEmpty();
			returned.tryEmitEmpty();
			assertThat(closing).succeedsWithin(PATIENCE);
			assertThat(connections.stopped).containsExactly("0 leases");
		});
	}

	@Test
	void whenTheStoreFailsThenTheContextClosesAllTheSame() {
		this.runner.run((context) -> {
			Disposable request = request(context.getBean(ConcurrencyLimiter.class));
			Awaitility.await().atMost(PATIENCE).until(() -> this.store.leases().size() == 1);
			this.store.setAvailable(false);
			request.dispose();
			CompletableFuture<Void> closing = CompletableFuture.runAsync(context.getSourceApplicationContext()::close);
			assertThat(closing).succeedsWithin(PATIENCE);
		});
	}

	private static Disposable request(ConcurrencyLimiter limiter) {
		return limiter.limit(Flux.never(), MODEL, Caller.NOBODY, null).subscribe();
	}

	private static void assertStillRuns(CompletableFuture<Void> future) {
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> future.get(AWHILE.toMillis(), TimeUnit.MILLISECONDS));
	}

	/**
	 * Stop when a connection factory of Spring Data Redis does.
	 */
	private static final class Connections implements SmartLifecycle {

		private final RecordingLeaseStore store;

		private final List<String> stopped = new CopyOnWriteArrayList<>();

		private volatile boolean running;

		Connections(RecordingLeaseStore store) {
			this.store = store;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.stopped.add(this.store.leases().size() + " leases");
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

}
