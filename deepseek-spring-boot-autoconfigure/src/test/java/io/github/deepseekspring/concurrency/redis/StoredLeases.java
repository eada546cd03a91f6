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

package io.github.deepseekspring.concurrency.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.test.RedisServerProcess;
import io.github.deepseekspring.test.RedisTestConnectionFactory;
import reactor.core.publisher.Mono;

import org.springframework.data.domain.Range;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * A store on a server of its own, and what stands in it. Time does not pass here, it is
 * moved in what is stored.
 */
public final class StoredLeases implements AutoCloseable {

	static final String ACCOUNT = "acct";

	static final String PREFIX = "deepseek:{" + ACCOUNT + ":" + Instance.GROUP + "}:";

	private static final Duration LONGEST = Duration.ofSeconds(20);

	private static final RedisScript<Long> NOW = RedisScript
		.of("local t = redis.call('TIME') return t[1] * 1000 + math.floor(t[2] / 1000)", Long.class);

	private static final RedisScript<Long> AGE = RedisScript.of("""
			if redis.call('EXISTS', KEYS[1]) == 1 then
			  for _, field in ipairs({ 'start', 'cut', 'toldSince' }) do
			    redis.call('HINCRBY', KEYS[1], field, ARGV[1])
			  end
			end
			return 0
			""", Long.class);

	private static final RedisScript<String> MISMATCHES = RedisScript.of("""
			local counts = {}
			for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
			  local user = string.match(member, '^([^|]*)|')
			  counts[user] = (counts[user] or 0) + 1
			end
			local wrong = ''
			local stored = redis.call('HGETALL', KEYS[2])
			for i = 1, #stored, 2 do
			  if tonumber(stored[i + 1]) ~= counts[stored[i]] then
			    wrong = wrong .. stored[i] .. ': ' .. stored[i + 1] .. ' of ' .. (counts[stored[i]] or 0) .. ' '
			  end
			  counts[stored[i]] = nil
			end
			for user, count in pairs(counts) do
			  wrong = wrong .. user .. ': none of ' .. count .. ' '
			end
			return wrong
			""", String.class);

	private final RedisServerProcess server;

	private final RedisTestConnectionFactory connections;

	private final ReactiveStringRedisTemplate template;

	public StoredLeases() {
		this(RedisServerProcess.start());
	}

	StoredLeases(RedisServerProcess server) {
		this.server = server;
		this.connections = server.connectionFactory();
		this.template = new ReactiveStringRedisTemplate(this.connections);
	}

	public RedisLeaseStore store() {
		return new RedisLeaseStore(this.template, ACCOUNT);
	}

	ReactiveStringRedisTemplate template() {
		return this.template;
	}

	RedisServerProcess server() {
		return this.server;
	}

	public void clear() {
		this.server.command("FLUSHALL");
	}

	/**
	 * Let the time pass in which the server takes leases that it does not know for those
	 * of data that it has lost.
	 */
	void endOfRebuilding() {
		this.server.command("DEL " + PREFIX + "rebuilding");
	}

	long now() {
		return await(this.template.execute(NOW).single());
	}

	Map<String, Long> scores(String key) {
		return await(this.template.opsForZSet()
			.rangeWithScores(PREFIX + key, Range.unbounded())
			.collectMap(StoredLeases::value, StoredLeases::score));
	}

	Map<String, String> users() {
		return hash("users");
	}

	public Map<String, String> limit() {
		return hash("limit");
	}

	private Map<String, String> hash(String key) {
		return await(this.template.<String, String>opsForHash()
			.entries(PREFIX + key)
			.collectMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/**
	 * Compare what users have with the leases, both of the same moment.
	 * @return the users with a wrong count
	 */
	String mismatches() {
		return await(this.template.execute(MISMATCHES, List.of(PREFIX + "leases", PREFIX + "users")).single());
	}

	List<String> keys() {
		return await(this.template.keys("*").sort().collectList());
	}

	Duration expiry(String key) {
		return await(this.template.getExpire(PREFIX + key));
	}

	void setScore(String key, String member, long score) {
		await(this.template.opsForZSet().add(PREFIX + key, member, score));
	}

	/**
	 * Make all that the limit remembers as much older.
	 */
	public void age(long millis) {
		await(this.template.execute(AGE, List.of(PREFIX + "limit"), List.of(Long.toString(-millis))).single());
	}

	@Override
	public void close() {
		this.connections.destroy();
		this.server.close();
	}

	private static String value(TypedTuple<String> entry) {
		return String.valueOf(entry.getValue());
	}

	private static long score(TypedTuple<String> entry) {
		Double score = entry.getScore();
		return (score != null) ? score.longValue() : 0;
	}

	private static <T> T await(Mono<T> answer) {
		T value = answer.block(LONGEST);
		if (value == null) {
			throw new IllegalStateException("There is no answer");
		}
		return value;
	}

}
