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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

import io.github.deepseekspring.concurrency.redis.RedisLeaseStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.util.Assert;

/**
 * Measures what Redis does for a limit group that is used to the last slot by 30
 * instances, in each of which requests wait: CPU time by call, and memory.
 */
public final class RedisCost {

	private static final int INSTANCES = 30;

	private static final int ROUNDS = 25;

	/**
	 * So few that a round ends before those that wait are forgotten.
	 */
	private static final int CALLS = 400;

	private static final int CONCURRENT = 8;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final double BYTES_PER_KILOBYTE = 1000;

	private static final double MICROS_PER_SECOND = 1e6;

	private static final RedisScript<Long> MEMORY = RedisScript.of("""
			local sum = 0
			for _, key in ipairs(redis.call('KEYS', '*')) do
				sum = sum + redis.call('MEMORY', 'USAGE', key, 'SAMPLES', 0)
			end
			return sum
			""", Long.class);

	private final ReactiveStringRedisTemplate redis;

	private RedisCost(ReactiveStringRedisTemplate redis) {
		this.redis = redis;
	}

	/**
	 * Measure and print a table.
	 * @param args the port of a Redis server on this machine, whose data are deleted
	 */
	public static void main(String[] args) {
		Assert.isTrue(args.length == 1, "The only argument is the port of a Redis server whose data may be deleted");
		LettuceConnectionFactory connections = new LettuceConnectionFactory("127.0.0.1", Integer.parseInt(args[0]));
		connections.afterPropertiesSet();
		connections.start();
		try {
			new RedisCost(new ReactiveStringRedisTemplate(connections)).print();
		}
		finally {
			connections.destroy();
		}
	}

	private void print() {
		Map<String, String> small = measure(500);
		Map<String, String> large = measure(2500);
		System.out.println("| | limit of 500 | limit of 2500 |");
		System.out.println("|---|---:|---:|");
		small.forEach(
				(title, cost) -> System.out.println("| " + title + " | " + cost + " | " + large.get(title) + " |"));
	}

	private Map<String, String> measure(int limit) {
		await(this.redis.execute((connection) -> connection.serverCommands().flushAll()).then());
		BusyGroup group = new BusyGroup(new RedisLeaseStore(this.redis, "cost"), limit, INSTANCES);
		await(group.fill());
		await(group.lineUp());
		Map<String, String> costs = new LinkedHashMap<>();
		costs.put("a request ends, and another gets its lease", time(group, () -> group.handOn(1)));
		costs.put("8 requests end, and 8 others get theirs", time(group, () -> group.handOn(8)));
		costs.put("1 request asks in vain", time(group, () -> group.ask(1)));
		costs.put("32 requests ask in vain", time(group, () -> group.ask(32)));
		costs.put("100 leases are renewed", time(group, () -> group.renew(100)));
		costs.put("500 leases are renewed", time(group, () -> group.renew(500)));
		costs.put("memory", String.format(Locale.ROOT, "%.0f kB", memory() / BYTES_PER_KILOBYTE));
		return costs;
	}

	/**
	 * Return the median of all rounds, since other programs make some of them slow.
	 */
	private String time(BusyGroup group, Supplier<Mono<?>> call) {
		double[] micros = new double[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			await(group.lineUp());
			double before = cpuMicros();
			await(Flux.range(0, CALLS).flatMap((i) -> call.get(), CONCURRENT).then());
			micros[round] = (cpuMicros() - before) / CALLS;
		}
		Arrays.sort(micros);
		return String.format(Locale.ROOT, "%.0f µs", micros[ROUNDS / 2]);
	}

	private double memory() {
		Long bytes = this.redis.execute(MEMORY).single().block(PATIENCE);
		Assert.state(bytes != null, "Redis tells nothing of its memory");
		return bytes;
	}

	private double cpuMicros() {
		Properties cpu = this.redis.execute((connection) -> connection.serverCommands().info("cpu"))
			.blockLast(PATIENCE);
		Assert.state(cpu != null, "Redis tells nothing of its CPU");
		return MICROS_PER_SECOND * (Double.parseDouble(cpu.getProperty("used_cpu_user"))
				+ Double.parseDouble(cpu.getProperty("used_cpu_sys")));
	}

	private static void await(Mono<?> work) {
		work.block(PATIENCE);
	}

}
