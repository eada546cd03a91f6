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

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.simulator.DeepSeekSimulatorAutoConfiguration;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.health.AccountMonitor;
import io.github.deepseekspring.health.LastSuccess;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.SimulatedBalance;
import io.github.deepseekspring.test.RecordingLeaseStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DeepSeekHealthAutoConfiguration} and what the indicator tells of a
 * simulated account.
 */
class DeepSeekHealthAutoConfigurationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ApplicationContextRunner notEnabled = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class,
				DeepSeekSimulatorAutoConfiguration.class, DeepSeekHealthAutoConfiguration.class))
		.withPropertyValues("deepseek.simulator.enabled=true", "deepseek.simulator.chunk-interval=0",
				"deepseek.retry.max-attempts=1", "management.health.deepseek.max-wait=20s");

	private final ApplicationContextRunner runner = this.notEnabled
		.withPropertyValues("management.health.deepseek.enabled=true");

	@Test
	void whenNotAskedForThenDefinesNothing() {
		this.notEnabled.run((context) -> assertThat(context).hasSingleBean(DeepSeekOperations.class)
			.doesNotHaveBean(ReactiveHealthIndicator.class)
			.doesNotHaveBean(LastSuccess.class)
			.doesNotHaveBean(AccountMonitor.class));
	}

	@Test
	void whenThereIsNoDeepSeekThenDefinesNothing() {
		this.runner.withPropertyValues("deepseek.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReactiveHealthIndicator.class));
	}

	@Test
	void whenHealthIsMissingThenDefinesNothing() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekOperations.class)
				.doesNotHaveBean(AccountMonitor.class));
	}

	@Test
	void whenOwnIndicatorThenBacksOff() {
		ReactiveHealthIndicator own = mock(ReactiveHealthIndicator.class);
		this.runner.withBean("deepSeekHealthIndicator", ReactiveHealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean(ReactiveHealthIndicator.class).isSameAs(own));
	}

	@ParameterizedTest
	@ValueSource(strings = { "time-to-live=0s", "time-to-live=-1s", "max-wait=-1s" })
	void whenValueIsNotAllowedThenNamesTheKey(String setting) {
		this.runner.withPropertyValues("management.health.deepseek." + setting)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("management.health.deepseek." + setting.split("=")[0]));
	}

	@Test
	void whenThereIsMoneyThenIsUpAndTellsIt() {
		this.runner.run((context) -> {
			simulator(context).account()
				.balances(new SimulatedBalance("CNY", new BigDecimal("1.50"), new BigDecimal("100.00")),
						new SimulatedBalance("USD", BigDecimal.ZERO, new BigDecimal("7.50")));
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("account", "checkedAt", "balance", "lastSuccess", "groups")
				.containsEntry("account", "available")
				.containsEntry("balance", Map.of("CNY", new BigDecimal("101.50"), "USD", new BigDecimal("7.50")))
				.containsEntry("lastSuccess", "unknown");
			assertThat(groups(health)).containsOnlyKeys("deepseek-v4-flash", "deepseek-v4-pro", "default")
				.containsEntry("deepseek-v4-pro",
						Map.of("inFlight", 0, "limit", 500, "waiting", 0, "throttledRecently", false));
		});
	}

	static List<Arguments> troubles() {
		return List.of(Arguments.of(Answer.unauthorized(), Status.DOWN, "refused", "InvalidApiKeyException"),
				Arguments.of(Answer.suspended(), Status.DOWN, "refused", "AccountSuspendedException"),
				Arguments.of(Answer.insufficientBalance(), Status.DOWN, "no balance", "InsufficientBalanceException"),
				Arguments.of(Answer.overloaded(), Status.UNKNOWN, "unreachable", "OverloadedException"),
				Arguments.of(Answer.htmlBadGateway(), Status.UNKNOWN, "unreachable", "ServerException"), Arguments
					.of(Answer.raw().resetBeforeHeaders(), Status.UNKNOWN, "unreachable", "ConnectionFailedException"));
	}

	@ParameterizedTest
	@MethodSource("troubles")
	void whenTheAccountIsRefusedThenIsDownAndWhenItCannotBeToldThenIsUnknown(Answer answer, Status status,
			String account, String failure) {
		this.runner.run((context) -> {
			simulator(context).answerAll((request) -> answer);
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(status);
			assertThat(health.getDetails()).containsEntry("account", account)
				.containsEntry("failure", failure)
				.doesNotContainKey("balance");
			assertThat(health(context).getDetails()).containsEntry("failure", failure);
			assertThat(simulator(context).log().requests()).hasSize(1);
		});
	}

	@Test
	void whenTheMoneyIsUsedUpThenIsDown() {
		this.runner.run((context) -> {
			simulator(context).answerAll((request) -> Answer.of(200, "application/json", """
					{"is_available": false, "balance_infos": []}"""));
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails()).containsEntry("account", "no balance")
				.doesNotContainKey("failure");
		});
	}

	@Test
	void whenTheServerSays429ThenTheGroupTellsIt() {
		this.runner.withPropertyValues("deepseek.concurrency.adaptive.requeue=0").run((context) -> {
			simulator(context).enqueue(Answer.rateLimited(8, 7));
			context.getBean(DeepSeekOperations.class)
				.prompt("Hello")
				.model("deepseek-v4-pro")
				.content()
				.onErrorComplete()
				.block(PATIENCE);
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(groups(health).get("deepseek-v4-pro")).containsEntry("limit", 7)
				.containsEntry("throttledRecently", true);
			assertThat(groups(health).get("deepseek-v4-flash")).containsEntry("throttledRecently", false);
		});
	}

	@Test
	void whenLimitsAreSharedThenTheGroupTellsWhetherTheStoreAnswers() {
		RecordingLeaseStore store = new RecordingLeaseStore();
		this.runner.withBean("store", LeaseStore.class, () -> store).run((context) -> {
			assertThatTheSharedLimitIs("available", context);
			store.setAvailable(false);
			assertThatTheSharedLimitIs("unavailable", context);
		});
	}

	/**
	 * After a request, and without a word in the status, since requests go on.
	 */
	private static void assertThatTheSharedLimitIs(String expected, AssertableApplicationContext context) {
		DeepSeekOperations deepSeek = context.getBean(DeepSeekOperations.class);
		assertThat(deepSeek.prompt("Hello").model("deepseek-v4-pro").content().block(PATIENCE)).isNotBlank();
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(groups(health).get("deepseek-v4-pro")).containsEntry("sharedLimit", expected);
		});
	}

	@Test
	void whenThereIsNoLimiterToShowThenTellsNoGroups() {
		this.runner.withPropertyValues("deepseek.concurrency.enabled=false")
			.run((context) -> assertThat(health(context).getDetails()).doesNotContainKey("groups"));
		this.runner.withBean("own", ConcurrencyLimiter.class, () -> mock(ConcurrencyLimiter.class))
			.run((context) -> assertThat(context.getBean(ReactiveHealthIndicator.class)).isNotNull());
	}

	private static DeepSeekSimulator simulator(AssertableApplicationContext context) {
		return context.getBean(DeepSeekSimulator.class);
	}

	private static Health health(AssertableApplicationContext context) {
		Health health = context.getBean(ReactiveHealthIndicator.class).health().block(PATIENCE);
		assertThat(health).isNotNull();
		return health;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Map<String, Object>> groups(Health health) {
		return (Map<String, Map<String, Object>>) health.getDetails().get("groups");
	}

}
