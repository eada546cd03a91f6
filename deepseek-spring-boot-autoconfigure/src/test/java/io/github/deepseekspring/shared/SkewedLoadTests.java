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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests how four instances share a limit of 100 when most of the requests come to one of
 * them, compared with a single instance that has the same users. Over sockets and in real
 * time.
 */
@Timeout(180)
class SkewedLoadTests {

	private static final Log logger = LogFactory.getLog(SkewedLoadTests.class);

	private static final Duration MEASURED = Duration.ofSeconds(45);

	/**
	 * What light users may wait longer, most of which is that an instance whose requests
	 * wait asks every 25 to 75 milliseconds.
	 */
	private static final Duration TOLERANCE = Duration.ofMillis(250);

	@Test
	void shouldServeLightUsersAsOneInstanceDoesAndLetTheLimitBeUsed() {
		try (RedisServerProcess redis = RedisServerProcess.start();
				SkewedLoad four = SkewedLoad.onFourInstances(redis);
				SkewedLoad one = SkewedLoad.onOneInstance()) {
			four.start();
			one.start();
			Account.Use useOfFour = four.account().use();
			Account.Use useOfOne = one.account().use();
			long from = System.nanoTime();
			Times.pass(MEASURED);
			double meanOfFour = useOfFour.mean();
			double meanOfOne = useOfOne.mean();
			long to = System.nanoTime();
			int waited = four.load().fewestWaiting();
			four.load().stop();
			one.finish();
			four.finish();
			Statistics servedByFour = four.load().statistics(from, to);
			Statistics servedByOne = one.load().statistics(from, to);
			log("Four instances", meanOfFour, servedByFour);
			log("One instance", meanOfOne, servedByOne);
			logger.info("Calls to the store: " + four.instances().stream().map(Instance::storeCalls).toList());
			assertThat(four.load().failures()).isEmpty();
			assertThat(four.account().throttled()).as("answers with status 429").isZero();
			assertThat(waited).as("requests that wait, at least").isPositive();
			assertThat(meanOfFour).as("requests that run, on average").isGreaterThanOrEqualTo(96);
			assertThat(servedByFour.lightWait(0.5)).as("median of the waits of light users")
				.isLessThanOrEqualTo(servedByOne.lightWait(0.5).plus(TOLERANCE));
			assertThat(servedByFour.lightWait(0.95)).as("95th percentile of the waits of light users")
				.isLessThanOrEqualTo(servedByOne.lightWait(0.95).multipliedBy(3).dividedBy(2).plus(TOLERANCE));
			assertThat(servedByFour.lightWait(1)).as("longest wait of a light user")
				.isLessThanOrEqualTo(servedByOne.lightWait(1).multipliedBy(2).plus(TOLERANCE));
			assertThat(servedByFour.lightServed()).as("requests of light users that are served")
				.isGreaterThanOrEqualTo((int) (0.9 * servedByOne.lightServed()));
		}
	}

	private static void log(String who, double mean, Statistics statistics) {
		logger.info(String.format(Locale.ROOT, "%s: %.1f requests on average; %s", who, mean, statistics));
	}

}
