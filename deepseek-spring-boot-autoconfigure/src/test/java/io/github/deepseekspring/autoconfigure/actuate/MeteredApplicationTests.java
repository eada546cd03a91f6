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

package io.github.deepseekspring.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.security.DeepSeekSecurityAutoConfiguration;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.SimulatedAccount;
import io.github.deepseekspring.simulator.SimulatorClock;
import io.github.deepseekspring.user.UserIdEncoder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.subscriber.TestSubscriber;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the meters of an application show while its template sends requests.
 */
class MeteredApplicationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String KEY = "sk-0123456789abcdef";

	private static final String GROUP = "deepseek-v4-flash";

	private static final String PROMPT = "What is my secret?";

	private static final String USER = "ada.lovelace";

	private final SimulatorClock clock = SimulatorClock.manual();

	private final DeepSeekSimulator simulator = DeepSeekSimulator.builder().clock(this.clock).start();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void answerAfterAMinute() {
		this.simulator.answerAll((request) -> Answer.text("answer").queuedFor(Duration.ofMinutes(1)));
	}

	@AfterEach
	void close() {
		this.context.close();
		this.simulator.close();
	}

	@Test
	void requestsThatRunWaitAndAreRefusedAreSeen() {
		start("limits.deepseek-v4-flash=1", "max-queue=1");
		TestSubscriber<String> first = ask("deepseek-v4-flash");
		this.simulator.log().awaitRequests(1, PATIENCE);
		TestSubscriber<String> second = ask("deepseek-flash");
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(gauge("waiting")).isEqualTo(1));
		assertThat(gauge("inflight")).isEqualTo(1);
		assertThat(gauge("users.waiting")).isEqualTo(1);
		StepVerifier.create(prompt("deepseek-flash"))
			.expectError(ConcurrencyLimitExceededException.class)
			.verify(PATIENCE);
		assertThat(search("rejected", "group", GROUP, "model", "deepseek-flash", "reason", "full").counter().count())
			.isEqualTo(1);
		this.clock.advance(Duration.ofMinutes(1));
		first.block(PATIENCE);
		this.simulator.log().awaitRequests(2, PATIENCE);
		assertThat(search("wait", "group", GROUP, "model", "deepseek-flash").timer().count()).isEqualTo(1);
		assertThat(search("wait", "group", GROUP, "model", "deepseek-flash").timer().totalTime(TimeUnit.NANOSECONDS))
			.isPositive();
		assertThat(search("wait", "group", GROUP, "model", "deepseek-v4-flash").timer().count()).isZero();
		this.clock.advance(Duration.ofMinutes(1));
		second.block(PATIENCE);
		assertThat(gauge("inflight")).isZero();
		assertThat(gauge("waiting")).isZero();
		expectNoSecrets();
	}

	@Test
	void answersWithStatus429AreSeen() {
		start();
		this.simulator.account().limit("deepseek-flash", 1);
		TestSubscriber<String> first = ask("deepseek-flash");
		this.simulator.log().awaitRequests(1, PATIENCE);
		TestSubscriber<String> second = ask("deepseek-flash");
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(gauge("waiting")).isEqualTo(1));
		assertThat(throttled("account", true)).isEqualTo(1);
		assertThat(gauge("limit")).isEqualTo(1);
		assertThat(gauge("ceiling")).isEqualTo(2500);
		this.clock.advance(Duration.ofMinutes(1));
		first.block(PATIENCE);
		this.simulator.log().awaitRequests(3, PATIENCE);
		this.clock.advance(Duration.ofMinutes(1));
		second.block(PATIENCE);
		assertThat(throttled("account", true)).isEqualTo(1);
		assertThat(throttled("account", false)).isZero();
		assertThat(search("wait", "group", GROUP, "model", "deepseek-flash").timer().count()).isEqualTo(1);
		expectNoSecrets();
	}

	@Test
	void whenTheLimitOfAUserIsMeantThenTheScopeSaysSo() {
		start("account-type=expanded", "user-limits.deepseek-v4-flash=2", "adaptive.requeue=0");
		this.simulator.account().type(SimulatedAccount.Type.EXPANDED).userLimit("deepseek-flash", 1);
		TestSubscriber<String> first = ask("deepseek-flash");
		this.simulator.log().awaitRequests(1, PATIENCE);
		StepVerifier.create(prompt("deepseek-flash")).expectError().verify(PATIENCE);
		assertThat(throttled("user", false)).isEqualTo(1);
		assertThat(throttled("account", false)).isZero();
		assertThat(gauge("limit")).isEqualTo(2500);
		first.cancel();
		expectNoSecrets();
	}

	private void start(String... properties) {
		TestPropertyValues.of("deepseek.api-key=" + KEY, "deepseek.base-url=" + this.simulator.baseUrl())
			.and(List.of(properties).stream().map((property) -> "deepseek.concurrency." + property))
			.applyTo(this.context);
		this.context.register(Application.class);
		this.context.refresh();
	}

	private Mono<String> prompt(String model) {
		return this.context.getBean(DeepSeekTemplate.class)
			.prompt(PROMPT)
			.model(model)
			.content()
			.contextWrite(
					ReactiveSecurityContextHolder.withAuthentication(new TestingAuthenticationToken(USER, "pw", "U")));
	}

	private TestSubscriber<String> ask(String model) {
		TestSubscriber<String> subscriber = TestSubscriber.create();
		prompt(model).subscribe(subscriber);
		return subscriber;
	}

	private void expectNoSecrets() {
		String userId = this.context.getBean(UserIdEncoder.class).encode(USER).value();
		assertThat(this.simulator.log().last().userId()).isEqualTo(userId);
		assertThat(this.context.getBean(MeterRegistry.class).getMeters()).isNotEmpty()
			.extracting((meter) -> meter.getId().toString())
			.allSatisfy((id) -> assertThat(id).doesNotContain(USER, userId, KEY, PROMPT));
	}

	private double gauge(String name) {
		return search(name, "group", GROUP).gauge().value();
	}

	private double throttled(String scope, boolean told) {
		return search("throttled", "group", GROUP, "scope", scope, "told", String.valueOf(told)).counter().count();
	}

	private RequiredSearch search(String name, String... tags) {
		return this.context.getBean(MeterRegistry.class).get("deepseek.concurrency." + name).tags(tags);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DeepSeekAutoConfiguration.class, DeepSeekSecurityAutoConfiguration.class,
			DeepSeekMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class })
	static class Application {

	}

}
