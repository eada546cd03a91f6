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

package io.github.deepseekspring.samples.chat;

import java.time.Duration;

import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests in a real browser, before a simulator whose time goes on only when the test says
 * so: what is to be seen stays until it was seen. A test that ends with an error in the
 * browser's console fails.
 */
@ExtendWith(ChromiumCondition.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "daily-question.initial-delay=1d", "deepseek.concurrency.limits.deepseek-v4-pro=1",
				"deepseek.timeouts.payload-idle=2m" })
@ActiveProfiles("simulator")
@Import(AbstractPageTests.ManualTime.class)
abstract class AbstractPageTests {

	/**
	 * Pictures for the documentation take their time, so that the board has something to
	 * show.
	 */
	private static final Duration STEP = Duration.ofMillis(Boolean.getBoolean("deepseek.docs.update") ? 150 : 300);

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	private Chromium chromium;

	@BeforeEach
	void openPage() {
		this.chromium = new Chromium(this.port);
		this.chromium.open("/");
	}

	@AfterEach
	void close() {
		try (Chromium open = this.chromium) {
			assertThat(open.errors()).as("errors in the console").isEmpty();
		}
		finally {
			this.simulator.log().awaitIdle(Browser.TIMEOUT);
		}
	}

	final int port() {
		return this.port;
	}

	final Chromium chromium() {
		return this.chromium;
	}

	final DeepSeekSimulator simulator() {
		return this.simulator;
	}

	/**
	 * Let the simulated time go on until an element says something.
	 */
	final void goOnUntil(String selector, String text) {
		goOnUntil(selector + " says " + text, () -> this.chromium.says(selector, text));
	}

	final void goOnUntil(String what, Chromium.Condition condition) {
		this.chromium.awaitThat(what, () -> {
			this.simulator.clock().advance(STEP);
			return condition.holds();
		});
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class ManualTime {

		@Bean(destroyMethod = "close")
		DeepSeekSimulator simulator() {
			return DeepSeekSimulator.builder()
				.clock(SimulatorClock.manual())
				.queueTime(Duration.ofSeconds(1))
				.thinkingTime(Duration.ofSeconds(2))
				.chunkInterval(Duration.ofMillis(40))
				.start();
		}

	}

}
