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

import java.time.Duration;
import java.util.Map;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.ConcurrencySettings.AccountType;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LeaseSettings;
import io.github.deepseekspring.concurrency.redis.RedisLeaseStore;
import io.github.deepseekspring.user.Caller;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/**
 * The limiter with its store in Redis: a request that ends at once, as a whole.
 */
final class LimiterPermits implements Permits {

	private static final String MODEL = "deepseek-v4-pro";

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private final LettuceConnectionFactory connections;

	private final FairConcurrencyLimiter limiter;

	private final Caller caller = new Caller("caller", null);

	LimiterPermits(String host, int port) {
		this.connections = new LettuceConnectionFactory(host, port);
		this.connections.afterPropertiesSet();
		this.connections.start();
		ReactiveStringRedisTemplate template = new ReactiveStringRedisTemplate(this.connections);
		ConcurrencySettings settings = new ConcurrencySettings(true, AccountType.REGULAR, Map.of(MODEL, LIMIT),
				Map.of(), LIMIT, Map.of(), null, LONGEST, Duration.ZERO, Adaptive.defaults());
		// a slow neighbour must not make it go by its own limits, which would be cheaper
		LeaseSettings leases = new LeaseSettings(Duration.ofSeconds(30), Duration.ofSeconds(10), LONGEST);
		this.limiter = new FairConcurrencyLimiter(settings, new ConcurrencyLimiterListener() {
		}, new RedisLeaseStore(template, "benchmark"), leases);
	}

	@Override
	public Mono<Void> use() {
		return this.limiter.limit(Mono.<Void>empty(), MODEL, this.caller);
	}

	@Override
	public void close() {
		this.limiter.shutdown();
		this.limiter.whenReleased().block(LONGEST);
		this.connections.destroy();
	}

}
