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

import java.net.URI;
import java.time.Duration;
import java.util.Currency;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.DeepSeekConnectionDetails;
import io.github.deepseekspring.autoconfigure.DeepSeekTokenAutoConfiguration;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.test.RecordingLeaseStore;
import io.github.deepseekspring.user.Caller;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DeepSeekEndpointAutoConfiguration}.
 */
class DeepSeekEndpointAutoConfigurationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ApplicationContextRunner notExposed = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DeepSeekAutoConfiguration.class, DeepSeekEndpointAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-0123456789abcdef");

	private final ApplicationContextRunner runner = this.notExposed
		.withPropertyValues("management.endpoints.web.exposure.include=deepseek");

	@Test
	void definesTheEndpoint() {
		this.runner.withPropertyValues("deepseek.concurrency.limits.deepseek-v4-pro=7").run((context) -> {
			DeepSeekEndpoint endpoint = context.getBean(DeepSeekEndpoint.class);
			assertThat(endpoint.deepSeek().groups()).containsOnlyKeys("deepseek-v4-flash", "deepseek-v4-pro",
					"default");
			assertThat(endpoint.group("deepseek-v4-pro")).isNotNull()
				.extracting(DeepSeekEndpoint.GroupDescriptor::ceiling)
				.isEqualTo(7);
			assertThat(endpoint.group("unknown")).isNull();
		});
	}

	@Test
	void whenLimitsAreSharedThenTellsHowAllInstancesStand() {
		this.runner.withBean("store", LeaseStore.class, RecordingLeaseStore::new).run((context) -> {
			Disposable request = context.getBean(ConcurrencyLimiter.class)
				.limit(Flux.never(), "deepseek-v4-pro", Caller.NOBODY, null)
				.subscribe();
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
				DeepSeekEndpoint.GroupDescriptor group = context.getBean(DeepSeekEndpoint.class)
					.group("deepseek-v4-pro");
				assertThat(group).isNotNull();
				DeepSeekEndpoint.SharedDescriptor shared = group.shared();
				assertThat(shared).isNotNull();
				assertThat(shared).isEqualTo(new DeepSeekEndpoint.SharedDescriptor(true, shared.since(), 500, 1, 3));
			});
			request.dispose();
		});
		this.runner
			.run((context) -> assertThat(context.getBean(DeepSeekEndpoint.class).group("deepseek-v4-pro")).isNotNull()
				.extracting(DeepSeekEndpoint.GroupDescriptor::shared)
				.isNull());
	}

	@Test
	void whenNotExposedThenDefinesNothing() {
		this.notExposed.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
			.doesNotHaveBean(DeepSeekEndpoint.class));
	}

	@Test
	void whenAccessIsDeniedThenDefinesNothing() {
		this.runner.withPropertyValues("management.endpoint.deepseek.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeepSeekEndpoint.class));
	}

	@Test
	void whenActuatorIsMissingThenDefinesNothing() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.doesNotHaveBean("deepSeekEndpoint"));
	}

	@Test
	void whenMicrometerIsMissingThenDefinesTheEndpointAllTheSame() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekEndpoint.class));
	}

	@Test
	void whenDeepSeekIsDisabledThenDefinesNothing() {
		this.runner.withPropertyValues("deepseek.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeepSeekEndpoint.class));
	}

	@Test
	void whenTheLimiterIsDisabledThenShowsNoGroups() {
		this.runner.withPropertyValues("deepseek.concurrency.enabled=false").run(this::assertThatThereAreNoGroups);
	}

	@Test
	void whenOwnLimiterIsOfAnotherKindThenShowsNoGroups() {
		this.runner.withBean("own", ConcurrencyLimiter.class, () -> mock(ConcurrencyLimiter.class))
			.run(this::assertThatThereAreNoGroups);
	}

	private void assertThatThereAreNoGroups(AssertableApplicationContext context) {
		DeepSeekEndpoint endpoint = context.getBean(DeepSeekEndpoint.class);
		assertThat(endpoint.deepSeek().groups()).isEmpty();
		assertThat(endpoint.group("deepseek-v4-pro")).isNull();
		assertThat(endpoint.deepSeek().client().chat().model()).isEqualTo("deepseek-v4-flash");
	}

	@Test
	void tellsHowTheClientIsSetUp() {
		this.runner.withConfiguration(AutoConfigurations.of(DeepSeekTokenAutoConfiguration.class))
			.withPropertyValues("deepseek.base-url=https://gateway.example:8443/deepseek/",
					"deepseek.chat.model=deepseek-v4-pro", "deepseek.chat.stop=END,STOP",
					"deepseek.timeouts.overall=9m", "deepseek.retry.max-attempts=2", "deepseek.user-id.scope=constant",
					"deepseek.user-id.constant=all", "deepseek.user-id.secret=very secret",
					"deepseek.price.currency=CNY", "deepseek.concurrency.shared.lease=1m",
					"deepseek.concurrency.shared.account-id=secret-team")
			.run((context) -> {
				ClientDescriptor client = context.getBean(DeepSeekEndpoint.class).deepSeek().client();
				assertThat(client.baseUrl()).isEqualTo("https://gateway.example:8443/deepseek/");
				assertThat(client.simulated()).isFalse();
				assertThat(client.chat().model()).isEqualTo("deepseek-v4-pro");
				assertThat(client.chat().stops()).isEqualTo(2);
				assertThat(client.timeouts().overall()).isEqualTo(Duration.ofMinutes(9));
				assertThat(client.retry().maxAttempts()).isEqualTo(2);
				assertThat(client.userId())
					.isEqualTo(new ClientDescriptor.UserIdDescriptor("constant", "hmac", true, false));
				assertThat(client.prices()).isNotNull()
					.extracting(ClientDescriptor.PricesDescriptor::currency)
					.isEqualTo(Currency.getInstance("CNY"));
				assertThat(client.shared()).isEqualTo(new ClientDescriptor.SharedDescriptor("none",
						Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofMillis(150)));
				assertThat(client.toString()).doesNotContain("secret");
				assertThat(client.versions().springBoot()).startsWith("4.");
			});
	}

	@Test
	void addressIsThatOfTheConnectionDetailsWithoutCredentialsAndQuery() {
		this.runner
			.withBean("own", DeepSeekConnectionDetails.class,
					() -> new Details(URI.create("https://ada:pw@own.example/v1?token=t#f")))
			.withBean(DeepSeekOperations.class, () -> mock(DeepSeekOperations.class))
			.run((context) -> assertThat(context.getBean(DeepSeekEndpoint.class).deepSeek().client().baseUrl())
				.isEqualTo("https://own.example/v1"));
	}

	@Test
	void sanitizingFunctionsOfTheApplicationHideTheAddress() {
		this.runner
			.withBean(SanitizingFunction.class,
					() -> SanitizingFunction.sanitizeValue().ifKeyEquals("deepseek.base-url"))
			.run((context) -> assertThat(context.getBean(DeepSeekEndpoint.class).deepSeek().client().baseUrl())
				.isEqualTo(SanitizableData.SANITIZED_VALUE));
	}

	@Test
	void whenTokensAreNotConfiguredThenTellsNoPrices() {
		this.runner.run(
				(context) -> assertThat(context.getBean(DeepSeekEndpoint.class).deepSeek().client().prices()).isNull());
	}

	@Test
	void whenOwnFairLimiterThenShowsThatOne() {
		this.runner.withPropertyValues("deepseek.concurrency.limits.deepseek-v4-pro=7")
			.withBean("own", FairConcurrencyLimiter.class,
					() -> new FairConcurrencyLimiter(ConcurrencySettings.defaults()))
			.run((context) -> assertThat(context.getBean(DeepSeekEndpoint.class).group("deepseek-v4-pro")).isNotNull()
				.extracting(DeepSeekEndpoint.GroupDescriptor::ceiling)
				.isEqualTo(500));
	}

	@Test
	void whenOwnEndpointThenBacksOff() {
		ClientDescriptor client = new ClientDescriptor(ClientDescriptor.VersionsDescriptor.current(), "", false,
				new ClientDescriptor.ChatDescriptor("own", null, null, null, null, null, 0),
				new ClientDescriptor.TimeoutsDescriptor(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
						Duration.ZERO, Duration.ZERO, null),
				new ClientDescriptor.RetryDescriptor(1, Duration.ZERO, Duration.ZERO, 0),
				new ClientDescriptor.UserIdDescriptor("none", "plain", false, false),
				new ClientDescriptor.SharedDescriptor("none", Duration.ZERO, Duration.ZERO, Duration.ZERO), null);
		DeepSeekEndpoint own = new DeepSeekEndpoint(client, null);
		this.runner.withBean("own", DeepSeekEndpoint.class, () -> own)
			.run((context) -> assertThat(context).getBean(DeepSeekEndpoint.class).isSameAs(own));
	}

	record Details(URI address) implements DeepSeekConnectionDetails {

		@Override
		public URI getBaseUrl() {
			return this.address;
		}

		@Override
		public String getApiKey() {
			return "sk-0123456789abcdef";
		}

	}

}
