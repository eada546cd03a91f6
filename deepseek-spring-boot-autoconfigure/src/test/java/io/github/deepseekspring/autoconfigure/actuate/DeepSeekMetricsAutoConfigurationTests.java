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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.observation.ConcurrencyLimiterMetrics;
import io.github.deepseekspring.user.Caller;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DeepSeekMetricsAutoConfiguration}.
 */
class DeepSeekMetricsAutoConfigurationTests {

	private static final String GAUGE = "deepseek.concurrency.limit";

	private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DeepSeekAutoConfiguration.class, DeepSeekMetricsAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-0123456789abcdef");

	private final ApplicationContextRunner runner = this.withoutRegistry
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));

	@Test
	void registersTheMetersOfEveryGroup() {
		this.runner.withPropertyValues("deepseek.concurrency.limits.deepseek-next=7").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get(GAUGE).gauges()).extracting((gauge) -> gauge.getId().getTag("group"))
				.containsExactlyInAnyOrder("deepseek-next", "deepseek-v4-pro", "deepseek-v4-flash", "default");
			assertThat(registry.get(GAUGE).tag("group", "deepseek-next").gauge().value()).isEqualTo(7);
			assertThat(registry.get("deepseek.concurrency.rejected").counters()).isNotEmpty();
		});
	}

	@Test
	void whenThereIsNoRegistryThenDefinesNothing() {
		this.withoutRegistry.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
			.doesNotHaveBean(MeterBinder.class)
			.doesNotHaveBean(ConcurrencyLimiterListener.class));
	}

	@Test
	void whenMicrometerIsMissingThenDefinesNothing() {
		this.withoutRegistry.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.doesNotHaveBean("deepSeekConcurrencyLimiterMetrics")
				.doesNotHaveBean(ConcurrencyLimiterListener.class));
	}

	@Test
	void whenDeepSeekOrTheLimiterIsDisabledThenDefinesNothing() {
		for (String property : List.of("deepseek.enabled=false", "deepseek.concurrency.enabled=false")) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConcurrencyLimiterMetrics.class));
		}
	}

	@Test
	void whenOwnLimiterIsOfAnotherKindThenBacksOff() {
		this.runner.withBean("own", ConcurrencyLimiter.class, () -> mock(ConcurrencyLimiter.class)).run((context) -> {
			assertThat(context).hasSingleBean(DeepSeekTemplate.class).doesNotHaveBean(ConcurrencyLimiterMetrics.class);
			assertThat(context.getBean(MeterRegistry.class).find(GAUGE).meters()).isEmpty();
		});
	}

	@Test
	void whenOwnMetricsThenBacksOff() {
		this.runner.withUserConfiguration(OwnMetricsConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(ConcurrencyLimiterMetrics.class).hasBean("ownMetrics");
			assertThat(context.getBean(MeterRegistry.class).get(GAUGE).gauges()).hasSize(3);
		});
	}

	@Test
	void whenOwnFairLimiterThenShowsThatOne() {
		this.runner.withUserConfiguration(OwnFairLimiterConfiguration.class).run((context) -> {
			FairConcurrencyLimiter limiter = context.getBean(FairConcurrencyLimiter.class);
			limiter.shutdown();
			limiter.limit(Flux.never(), "deepseek-v4-pro", Caller.NOBODY, null).onErrorComplete().subscribe();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get(GAUGE).tag("group", "deepseek-v4-pro").gauge().value()).isEqualTo(500);
			assertThat(shutdowns(registry)).isEqualTo(1);
		});
	}

	@Test
	void whenThereAreSeveralRegistriesThenEachCountsOnce() {
		this.runner.withBean("first", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("second", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				ConcurrencyLimiter limiter = context.getBean(ConcurrencyLimiter.class);
				limiter.shutdown();
				limiter.limit(Flux.never(), "deepseek-v4-pro", Caller.NOBODY, null).onErrorComplete().subscribe();
				assertThat(shutdowns(context.getBean("first", MeterRegistry.class))).isEqualTo(1);
				assertThat(shutdowns(context.getBean("second", MeterRegistry.class))).isEqualTo(1);
			});
	}

	@Test
	void listenersOfTheApplicationLearnTheSame() {
		this.runner.withUserConfiguration(OwnListenersConfiguration.class).run((context) -> {
			ConcurrencyLimiter limiter = context.getBean(ConcurrencyLimiter.class);
			limiter.shutdown();
			limiter.limit(Flux.never(), "deepseek-v4-pro", Caller.NOBODY, null).onErrorComplete().subscribe();
			assertThat(context.getBean(OwnListenersConfiguration.class).events).containsExactly("first SHUTDOWN",
					"second SHUTDOWN");
			assertThat(shutdowns(context.getBean(MeterRegistry.class))).isEqualTo(1);
		});
	}

	@Test
	void listenersOfTheApplicationNeedNoMeters() {
		this.withoutRegistry.withUserConfiguration(OwnListenersConfiguration.class).run((context) -> {
			ConcurrencyLimiter limiter = context.getBean(ConcurrencyLimiter.class);
			limiter.shutdown();
			limiter.limit(Flux.never(), "deepseek-v4-pro", Caller.NOBODY, null).onErrorComplete().subscribe();
			assertThat(context.getBean(OwnListenersConfiguration.class).events).hasSize(2);
		});
	}

	@Test
	void whenContextClosesThenRefusalsAreCountedBeforeTheRegistryPublishesForTheLastTime() {
		LastWords registry = new LastWords();
		this.runner.withPropertyValues("deepseek.concurrency.limits.deepseek-v4-pro=1")
			.withBean("registry", MeterRegistry.class, () -> registry)
			.run((context) -> {
				ConcurrencyLimiter limiter = context.getBean(ConcurrencyLimiter.class);
				for (int i = 0; i < 3; i++) {
					limiter.limit(Flux.never(), "deepseek-v4-pro", Caller.NOBODY, null).onErrorComplete().subscribe();
				}
				context.getSourceApplicationContext().close();
			});
		assertThat(registry.shutdowns).isEqualTo(2);
	}

	@Test
	void whenContextRestartsThenASharedRegistryShowsTheNewLimiter() {
		MeterRegistry registry = new SimpleMeterRegistry();
		ApplicationContextRunner restarting = this.withoutRegistry
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("registry", registry));
		for (int limit : List.of(3, 5)) {
			restarting.withPropertyValues("deepseek.concurrency.limits.deepseek-v4-pro=" + limit).run((context) -> {
				context.getBean(MeterBinder.class).bindTo(registry);
				assertThat(registry.get(GAUGE).tag("group", "deepseek-v4-pro").gauge().value()).isEqualTo(limit);
			});
			assertThat(registry.getMeters()).noneMatch(Gauge.class::isInstance);
		}
	}

	private static double shutdowns(MeterRegistry registry) {
		return registry.get("deepseek.concurrency.rejected")
			.tags("model", "deepseek-v4-pro", "reason", "shutdown")
			.counter()
			.count();
	}

	/**
	 * Does what a registry that publishes every minute does at the end.
	 */
	private static final class LastWords extends SimpleMeterRegistry {

		private double shutdowns;

		@Override
		public void close() {
			if (!isClosed()) {
				this.shutdowns = shutdowns(this);
			}
			super.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMetricsConfiguration {

		@Bean
		ConcurrencyLimiterMetrics ownMetrics(ObjectProvider<FairConcurrencyLimiter> limiter) {
			return new ConcurrencyLimiterMetrics(limiter::getObject);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFairLimiterConfiguration {

		@Bean
		FairConcurrencyLimiter limiter(ConcurrencyLimiterListener listener) {
			return new FairConcurrencyLimiter(ConcurrencySettings.defaults(), listener);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnListenersConfiguration {

		final List<String> events = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		ConcurrencyLimiterListener second() {
			return listener("second ");
		}

		@Bean
		@Order(1)
		ConcurrencyLimiterListener first() {
			return listener("first ");
		}

		private ConcurrencyLimiterListener listener(String name) {
			return new ConcurrencyLimiterListener() {

				@Override
				public void rejected(String group, String model, Reason reason) {
					OwnListenersConfiguration.this.events.add(name + reason);
				}

			};
		}

	}

}
