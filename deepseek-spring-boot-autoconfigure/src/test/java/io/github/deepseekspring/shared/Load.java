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

package io.github.deepseekspring.shared;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Users who keep asking. A heavy user has many requests under way and replaces each at
 * once; a light user has one at a time and thinks between two of them.
 */
final class Load {

	private static final Duration SHORTEST_THOUGHT = Duration.ofMillis(500);

	private static final int THOUGHT_RANGE_MILLIS = 1000;

	private final AtomicBoolean asking = new AtomicBoolean(true);

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicInteger fewestWaiting = new AtomicInteger();

	private final Queue<Served> served = new ConcurrentLinkedQueue<>();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final List<Mono<Void>> loops = new ArrayList<>();

	private @Nullable Mono<Void> end;

	Load heavy(Instance instance, String user, int requests) {
		for (int i = 0; i < requests; i++) {
			this.loops.add(loop(() -> request(instance, user, false)));
		}
		return this;
	}

	Load light(Instance instance, String prefix, int users) {
		for (int i = 0; i < users; i++) {
			String user = prefix + i;
			Random random = new Random(user.hashCode());
			this.loops.add(loop(() -> think(random).then(request(instance, user, true))));
		}
		return this;
	}

	/**
	 * Let a user make some requests and no further ones.
	 */
	Load once(Instance instance, String user, int requests) {
		for (int i = 0; i < requests; i++) {
			this.loops.add(Mono.defer(() -> new Request(user, false).send(instance)));
		}
		return this;
	}

	private Mono<Void> loop(Supplier<Mono<Void>> round) {
		return Mono.defer(round).repeat(this.asking::get).then();
	}

	private static Mono<Void> think(Random random) {
		return Mono.delay(SHORTEST_THOUGHT.plusMillis(random.nextInt(THOUGHT_RANGE_MILLIS))).then();
	}

	private Mono<Void> request(Instance instance, String user, boolean light) {
		return Mono.defer(() -> this.asking.get() ? new Request(user, light).send(instance) : Mono.empty());
	}

	/**
	 * Let all users begin.
	 */
	Load start() {
		Mono<Void> running = Flux.merge(Flux.fromIterable(this.loops), this.loops.size())
			.subscribeOn(Schedulers.boundedElastic())
			.then()
			.cache();
		running.subscribe();
		this.end = running;
		return this;
	}

	/**
	 * Let nobody ask any more, and wait until all that was asked has been answered.
	 */
	void finish(Duration timeout) {
		stop();
		if (this.end != null) {
			this.end.block(timeout);
		}
	}

	void stop() {
		this.asking.set(false);
	}

	/**
	 * Return how many requests wait at least from now on.
	 */
	void watchWaiting() {
		this.fewestWaiting.set(this.waiting.get());
	}

	int fewestWaiting() {
		return this.fewestWaiting.get();
	}

	int waiting() {
		return this.waiting.get();
	}

	/**
	 * Return what went wrong and how often.
	 */
	Map<String, Long> failures() {
		return this.failures.stream()
			.collect(Collectors.groupingBy((failure) -> failure.getClass().getSimpleName(), Collectors.counting()));
	}

	/**
	 * Return what was served of that which was asked for within a time.
	 */
	Statistics statistics(long from, long to) {
		return new Statistics(this.served.stream().filter((one) -> one.asked() >= from && one.asked() < to).toList());
	}

	/**
	 * A request that was answered whole.
	 *
	 * @param user who asked
	 * @param light whether that is a light user
	 * @param asked when it was made, in nanoseconds
	 * @param begun when its answer began
	 */
	record Served(String user, boolean light, long asked, long begun) {

		Duration waited() {
			return Duration.ofNanos(this.begun - this.asked);
		}

	}

	private final class Request {

		private final String user;

		private final boolean light;

		private final long asked = System.nanoTime();

		private long begun;

		Request(String user, boolean light) {
			this.user = user;
			this.light = light;
		}

		Mono<Void> send(Instance instance) {
			Load.this.waiting.incrementAndGet();
			return instance.ask(this.user)
				.doOnNext((chunk) -> begin())
				.then()
				.doOnSuccess((none) -> Load.this.served.add(new Served(this.user, this.light, this.asked, this.begun)))
				.onErrorResume((failure) -> {
					begin();
					Load.this.failures.add(failure);
					return Mono.empty();
				});
		}

		private void begin() {
			if (this.begun == 0) {
				this.begun = System.nanoTime();
				int left = Load.this.waiting.decrementAndGet();
				Load.this.fewestWaiting.accumulateAndGet(left, Math::min);
			}
		}

	}

}
