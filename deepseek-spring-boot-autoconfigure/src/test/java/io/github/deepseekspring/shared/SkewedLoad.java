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
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.deepseekspring.test.RedisServerProcess;

/**
 * An account that is limited to 100 requests, and 200 that want to run all the time: 70 %
 * of them at one place and 10 % at each of three others. At each place there are heavy
 * and light users.
 */
final class SkewedLoad implements AutoCloseable {

	static final int LIMIT = 100;

	/**
	 * So long that a busy machine, on which all instances and Redis run, is not taken for
	 * a Redis that does not answer.
	 */
	private static final Duration ACQUIRE_TIMEOUT = Duration.ofMillis(500);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Account account = new Account(LIMIT);

	private final Load load = new Load();

	private final List<Instance> instances;

	private SkewedLoad(int count, Function<Account, Settings> settings) {
		this.instances = IntStream.range(0, count)
			.mapToObj((i) -> Instance.start(settings.apply(this.account)))
			.toList();
		Instance first = this.instances.get(0);
		this.load.heavy(first, "heavy-a1", 56).heavy(first, "heavy-a2", 56).light(first, "light-a", 28);
		for (int i = 1; i <= 3; i++) {
			Instance other = this.instances.get(i % count);
			this.load.heavy(other, "heavy-" + "abcd".charAt(i), 16).light(other, "light-" + "abcd".charAt(i), 4);
		}
	}

	static SkewedLoad onFourInstances(RedisServerProcess redis) {
		return new SkewedLoad(4,
				(account) -> Settings.shared(account.simulator(), LIMIT, redis).acquireTimeout(ACQUIRE_TIMEOUT));
	}

	static SkewedLoad onOneInstance() {
		return new SkewedLoad(1, (account) -> Settings.alone(account.simulator(), LIMIT));
	}

	/**
	 * Let every instance load its classes and open connections.
	 */
	private void warmUp() {
		this.account.answersTake(Duration.ofMillis(100));
		Load single = new Load();
		this.instances.forEach((instance) -> single.once(instance, "first", LIMIT / this.instances.size()));
		single.start().finish(PATIENCE);
		this.account.simulator().reset();
	}

	/**
	 * Start, and wait until those that began together have ended.
	 */
	void start() {
		warmUp();
		this.account.answersTake(Duration.ofSeconds(5), Duration.ofSeconds(6));
		this.load.start();
		this.account.simulator().log().awaitRequests(2 * LIMIT, PATIENCE);
		this.load.watchWaiting();
	}

	Account account() {
		return this.account;
	}

	Load load() {
		return this.load;
	}

	List<Instance> instances() {
		return this.instances;
	}

	void finish() {
		this.load.finish(PATIENCE);
	}

	@Override
	public void close() {
		this.load.stop();
		this.instances.forEach(Instance::close);
		this.account.close();
	}

}
