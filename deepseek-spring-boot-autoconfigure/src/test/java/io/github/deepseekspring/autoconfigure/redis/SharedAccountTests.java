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

package io.github.deepseekspring.autoconfigure.redis;

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.test.RedisServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who shares limits with whom, with a Redis that Spring Boot connects to.
 */
class SharedAccountTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String KEY = "sk-0123456789abcdef";

	private static final String GROUP = "tested";

	private static RedisServerProcess redis;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class, DeepSeekRedisAutoConfiguration.class,
				DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + redis.port(),
				"deepseek.concurrency.shared.type=redis", "deepseek.api-key=" + KEY);

	private final ApplicationContextRunner named = this.runner
		.withPropertyValues("deepseek.concurrency.shared.account-id=team.one");

	@BeforeAll
	static void startRedis() {
		redis = RedisServerProcess.start();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@BeforeEach
	void empty() {
		redis.command("FLUSHALL");
	}

	@Test
	void instancesWithTheSameKeyShareTheirLimits() {
		assertThat(instances(this.runner, "first")).isEqualTo(1);
		assertThat(instances(this.runner, "second")).isEqualTo(2);
	}

	@Test
	void instancesWithDifferentKeysDoNotShareTheirLimits() {
		assertThat(instances(this.runner, "first")).isEqualTo(1);
		assertThat(instances(this.runner.withPropertyValues("deepseek.api-key=" + KEY + "0"), "second")).isEqualTo(1);
	}

	@Test
	void instancesWithDifferentKeysAndTheSameAccountIdShareTheirLimits() {
		assertThat(instances(this.named, "first")).isEqualTo(1);
		assertThat(instances(this.named.withPropertyValues("deepseek.api-key=" + KEY + "0"), "second")).isEqualTo(2);
	}

	@Test
	void whatIsStoredNamesTheAccountAndNotTheKey() {
		instances(this.named, "first");
		assertThat(keys()).contains("deepseek:{team.one:" + GROUP + "}:instances");
		empty();
		instances(this.runner, "first");
		assertThat(keys()).contains(":" + GROUP + "}:instances").doesNotContain(KEY, "0123", "sk-");
	}

	private static String keys() {
		return redis.command("EVAL return(table.concat(redis.call('KEYS','*'),',')) 0");
	}

	/**
	 * Make an instance known, as a limiter does.
	 * @return how many instances are known then
	 */
	private static int instances(ApplicationContextRunner runner, String instance) {
		int[] instances = new int[1];
		runner.run((context) -> instances[0] = renew(context, instance).instances());
		return instances[0];
	}

	private static LeaseStore.Standing renew(AssertableApplicationContext context, String instance) {
		LeaseStore.Terms terms = new LeaseStore.Terms(GROUP, instance, 1, null, Duration.ofSeconds(30),
				ConcurrencySettings.defaults().adaptive(), 1);
		LeaseStore.Standing standing = context.getBean(LeaseStore.class).renew(terms, List.of(), 0).block(PATIENCE);
		assertThat(standing).isNotNull();
		return standing;
	}

}
