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

package io.github.deepseekspring.samples.benchmark.redis;

import java.util.concurrent.TimeUnit;

import org.redisson.Redisson;
import org.redisson.api.RPermitExpirableSemaphoreReactive;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import reactor.core.publisher.Mono;

/**
 * Redisson's semaphore whose permits lapse.
 */
final class RedissonPermits implements Permits {

	private static final long LEASE_SECONDS = 30;

	private final RedissonClient client;

	private final RPermitExpirableSemaphoreReactive semaphore;

	RedissonPermits(String host, int port) {
		Config config = new Config();
		config.useSingleServer().setAddress("redis://" + host + ":" + port);
		this.client = Redisson.create(config);
		this.semaphore = this.client.reactive().getPermitExpirableSemaphore("benchmark:permits");
		this.semaphore.delete().then(this.semaphore.trySetPermits(LIMIT)).block();
	}

	@Override
	public Mono<Void> use() {
		return this.semaphore.acquire(LEASE_SECONDS, TimeUnit.SECONDS).flatMap(this.semaphore::release);
	}

	@Override
	public void close() {
		this.semaphore.delete().block();
		this.client.shutdown();
	}

}
