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
import java.util.Locale;

import io.github.deepseekspring.test.RedisServerProcess;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what becomes of four instances that share a limit of 100 when their Redis goes in
 * the middle, and comes back later without its data. Over sockets and in real time.
 */
@Timeout(180)
class RedisLostTests {

	private static final Log logger = LogFactory.getLog(RedisLostTests.class);

	private static final Duration OUTAGE = Duration.ofSeconds(20);

	private static final Duration SETTLING = Duration.ofSeconds(3);

	private static final Duration AFTERWARDS = Duration.ofSeconds(15);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Test
	void whenRedisGoesThenTheLimitIsStillUsedAndWhenItComesBackThenItIsSharedAgain() {
		try (RedisServerProcess redis = RedisServerProcess.start();
				SkewedLoad four = SkewedLoad.onFourInstances(redis)) {
			four.start();
			Account account = four.account();
			assertThat(four.instances()).allMatch(Instance::isShared);
			long before = account.throttled();
			redis.stop();
			Account.Use use = account.use();
			Times.pass(SETTLING);
			Account.Use settled = account.use();
			Times.pass(OUTAGE.minus(SETTLING));
			double mean = use.mean();
			double settledMean = settled.mean();
			assertThat(four.instances()).noneMatch(Instance::isShared);
			redis.restart();
			Awaitility.await().atMost(PATIENCE).until(() -> four.instances().stream().allMatch(Instance::isShared));
			long during = account.throttled() - before;
			Account.Use afterwards = account.use();
			Times.pass(AFTERWARDS);
			double meanAfterwards = afterwards.mean();
			long after = account.throttled() - before - during;
			logger.info(String.format(Locale.ROOT,
					"Without Redis: %.1f requests on average, %.1f after the first seconds, %d times status 429. "
							+ "Afterwards: %.1f on average, %d times. %d or more waited. Failed: %s",
					mean, settledMean, during, meanAfterwards, after, four.load().fewestWaiting(),
					four.load().failures()));
			int waited = four.load().fewestWaiting();
			four.finish();
			assertThat(four.load().failures()).isEmpty();
			assertThat(before).as("answers with status 429 with Redis").isZero();
			assertThat(waited).as("requests that wait, at least").isPositive();
			assertThat(mean).as("requests that run without Redis, on average").isGreaterThanOrEqualTo(96);
			assertThat(meanAfterwards).as("requests that run with Redis again").isGreaterThanOrEqualTo(96);
			assertThat(after).as("answers with status 429 when the limit is shared again").isZero();
		}
	}

}
