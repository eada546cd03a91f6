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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Exchange;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.LeaseStore.Terms;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.test.RedisServerProcess;
import io.github.deepseekspring.test.RedisTestConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What {@code docs/scaling.md} says of the data in Redis and of the rights to them.
 */
class RedisDataPageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Page PAGE = Page.of("docs/scaling.md");

	private static RedisServerProcess server;

	private static RedisTestConnectionFactory administrator;

	private LettuceConnectionFactory connections;

	private ReactiveStringRedisTemplate redis;

	private LeaseStore store;

	@BeforeAll
	static void startServer() {
		server = RedisServerProcess.start();
		administrator = server.connectionFactory();
	}

	@AfterAll
	static void stopServer() {
		administrator.destroy();
		server.close();
	}

	@BeforeEach
	void connectAsTheUserOfThePage() {
		server.command("FLUSHALL");
		server.command("ACL SETUSER " + user() + " reset");
		server.command("ACL SETUSER " + user() + " " + String.join(" ", rights()));
		RedisStandaloneConfiguration address = new RedisStandaloneConfiguration("127.0.0.1", server.port());
		address.setUsername(user());
		address.setPassword("secret");
		this.connections = new LettuceConnectionFactory(address);
		this.connections.afterPropertiesSet();
		this.connections.start();
		this.redis = new ReactiveStringRedisTemplate(this.connections);
		this.store = new RedisLeaseStore(this.redis, "production");
	}

	@AfterEach
	void disconnect() {
		this.connections.destroy();
	}

	@Test
	void userOfThePageMayDoWhatTheStoreDoes() {
		useEverything();
	}

	@Test
	void userOfThePageMayDoNothingElse() {
		assertThatException().isThrownBy(() -> await(this.redis.opsForValue().get("deepseek:{production:x}:limit")))
			.havingRootCause()
			.withMessageContaining("NOPERM");
		assertThatException().isThrownBy(() -> await(this.redis.opsForZSet().size("other")))
			.havingRootCause()
			.withMessageContaining("NOPERM");
	}

	@Test
	void everyRightOfThePageIsNeeded() {
		List<String> needless = new ArrayList<>();
		for (String right : rights()) {
			if (!right.startsWith("+")) {
				continue;
			}
			server.command("SCRIPT FLUSH");
			server.command("FLUSHALL");
			server.command("ACL SETUSER " + user() + " -" + right.substring(1));
			try {
				useEverything();
				needless.add(right);
			}
			catch (RuntimeException ex) {
				assertThat(ex).rootCause().message().containsAnyOf("NOPERM", "can't run this command");
			}
			server.command("ACL SETUSER " + user() + " " + right);
		}
		assertThat(needless).isEmpty();
	}

	@Test
	void keysAreThoseOfThePage() {
		Map<String, String> ofThePage = new TreeMap<>();
		Pattern.compile("(?m)^\\| `(\\w+)` \\| (sorted set|hash) \\|")
			.matcher(PAGE.text())
			.results()
			.forEach((row) -> ofThePage.put("deepseek:{production:deepseek-v4-pro}:" + row.group(1), row.group(2)));
		assertThat(ofThePage).hasSize(7);
		useEverything();
		ReactiveStringRedisTemplate redis = new ReactiveStringRedisTemplate(administrator);
		Map<String, String> ofRedis = await(redis.scan()
			.flatMap((key) -> redis.type(key)
				.map((type) -> Map.entry(key, (type == DataType.ZSET) ? "sorted set" : type.code())))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue));
		assertThat(ofRedis).isEqualTo(ofThePage);
	}

	/**
	 * Use all commands of all scripts: leases that are granted, refused for the account
	 * and for a user, given back and renewed, those who wait, a limit that is cut, and
	 * leases that are put back when the instances are lost.
	 */
	private void useEverything() {
		Terms first = terms("first");
		Terms second = terms("second");
		await(this.store.renew(first, List.of(), 10));
		await(this.store.renew(second, List.of(), 10));
		assertThat(answers(first, 0, "a|1", "a|2", "b|3")).containsExactly(Answer.GRANTED, Answer.USER_LIMITED,
				Answer.GRANTED);
		assertThat(answers(first, 0, "c|4")).containsExactly(Answer.REFUSED);
		assertThat(answers(second, 1, "d|5")).containsExactly(Answer.REFUSED);
		await(this.store.throttled(first, lease("a|1"), Long.MAX_VALUE, null));
		await(this.store.throttled(first, lease("b|3"), Long.MAX_VALUE, 1));
		assertThat(answers(first, 0, "c|4", "e|6")).containsExactly(Answer.GRANTED, Answer.REFUSED);
		server.command("DEL deepseek:{production:deepseek-v4-pro}:instances");
		await(this.store.renew(first, List.of(lease("c|4")), 10));
		await(this.store.renew(first, List.of(lease("f|7")), 10));
	}

	private List<Answer> answers(Terms terms, int rank, String... candidates) {
		Mono<Exchange> exchange = this.store.exchange(terms, List.of(),
				Arrays.stream(candidates).map((name) -> new Candidate(lease(name), rank, Duration.ZERO)).toList());
		return await(exchange).answers();
	}

	private static Terms terms(String instance) {
		return new Terms("deepseek-v4-pro", instance, 2, 1, Duration.ofSeconds(30),
				ConcurrencySettings.defaults().adaptive(), 1);
	}

	private static Lease lease(String name) {
		String[] parts = name.split("\\|");
		return new Lease(parts[0], parts[1]);
	}

	private static <T> T await(Mono<T> work) {
		return work.block(PATIENCE);
	}

	private static String user() {
		return example()[1];
	}

	private static List<String> rights() {
		return Arrays.asList(example()).subList(2, example().length);
	}

	private static String[] example() {
		return PAGE.examples("text").get(0).strip().split("\\s+");
	}

}
