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

package io.github.deepseekspring.concurrency;

import java.lang.Thread.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LimitLock}.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LimitLockTests {

	private static final int THREADS = 8;

	private static final int SECTIONS = 100_000;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * Comes first, since BlockHound does not see what the compiler has replaced.
	 */
	@Test
	@Order(1)
	void whenAThreadThatMustNotBlockContendsThenBlockHoundDoesNotMind() {
		LimitLock lock = new LimitLock();
		AtomicReference<Thread> contender = new AtomicReference<>();
		lock.lock();
		CompletableFuture<Boolean> locked = Mono.fromCallable(() -> {
			assertThat(Schedulers.isInNonBlockingThread()).isTrue();
			contender.set(Thread.currentThread());
			lock.lock();
			lock.unlock();
			return true;
		}).subscribeOn(Schedulers.parallel()).toFuture();
		await(() -> locked.isDone() || isContending(contender.get()));
		lock.unlock();
		assertThat(locked).succeedsWithin(PATIENCE).isEqualTo(true);
	}

	@Test
	void whenMoreThreadsThanProcessorsContendThenAllMakeProgress() throws Exception {
		LimitLock lock = new LimitLock();
		int[] count = new int[1];
		List<Thread> threads = start(() -> {
			for (int i = 0; i < SECTIONS; i++) {
				lock.lock();
				count[0]++;
				lock.unlock();
			}
		});
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(count[0]).isEqualTo(THREADS * SECTIONS);
	}

	@Test
	void whenTheHolderIsHeldUpThenOneThreadSpinsAndTheOthersSleepUntilItIsBack() throws Exception {
		LimitLock lock = new LimitLock();
		int[] count = new int[1];
		lock.lock();
		List<Thread> threads = start(() -> {
			lock.lock();
			count[0]++;
			lock.unlock();
		});
		awaitSleeping(threads, THREADS - 1);
		assertThat(count[0]).isZero();
		lock.unlock();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(count[0]).isEqualTo(THREADS);
	}

	private static List<Thread> start(Runnable task) {
		List<Thread> threads = Stream.generate(() -> new Thread(task)).limit(THREADS).toList();
		threads.forEach(Thread::start);
		return threads;
	}

	private static void awaitSleeping(List<Thread> threads, int number) {
		await(() -> threads.stream().filter((thread) -> thread.getState() == State.BLOCKED).count() == number);
	}

	private static boolean isContending(@Nullable Thread thread) {
		return thread != null
				&& Stream.of(thread.getStackTrace()).anyMatch((frame) -> frame.getMethodName().equals("lockContended"));
	}

	private static void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			Thread.yield();
		}
	}

}
