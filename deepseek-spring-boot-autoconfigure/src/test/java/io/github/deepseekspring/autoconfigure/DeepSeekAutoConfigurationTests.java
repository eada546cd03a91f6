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

package io.github.deepseekspring.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.DeepSeekTemplateCustomizer;
import io.github.deepseekspring.user.CallerResolver;
import io.github.deepseekspring.user.DefaultCallerResolver;
import io.github.deepseekspring.user.HmacUserIdEncoder;
import io.github.deepseekspring.user.PlainUserIdEncoder;
import io.github.deepseekspring.user.UserIdEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link DeepSeekAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeepSeekAutoConfigurationTests {

	private static final String KEY = "sk-0123456789abcdef";

	private final ApplicationContextRunner withoutKey = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class, SslAutoConfiguration.class,
				HttpClientAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withoutKey.withPropertyValues("deepseek.api-key=" + KEY);

	@Test
	void definesTheTemplateAndItsParts() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
			.hasSingleBean(PropertiesDeepSeekConnectionDetails.class)
			.hasSingleBean(HmacUserIdEncoder.class)
			.hasSingleBean(DefaultCallerResolver.class)
			.hasSingleBean(FairConcurrencyLimiter.class)
			.hasSingleBean(DeepSeekConnector.class));
	}

	@Test
	void whenDisabledThenDefinesNothing() {
		this.withoutKey.withPropertyValues("deepseek.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DeepSeekProperties.class)
				.doesNotHaveBean(DeepSeekOperations.class)
				.doesNotHaveBean(ConcurrencyLimiter.class)
				.doesNotHaveBean(DeepSeekConnectionDetails.class));
	}

	@Test
	void whenWebClientIsMissingThenDefinesNothing() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeepSeekOperations.class));
	}

	@Test
	void whenSecurityContextPropagationAndSimulatorAreMissingThenStillStarts() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.security", "io.micrometer.context",
					"io.github.deepseekspring.simulator"))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class));
	}

	@Test
	void whenOwnOperationsThenTemplateBacksOffAndNoKeyIsNeeded() {
		DeepSeekOperations own = mock(DeepSeekOperations.class);
		this.withoutKey.withBean("own", DeepSeekOperations.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DeepSeekTemplate.class)
				.getBean(DeepSeekOperations.class)
				.isSameAs(own));
	}

	@Test
	void whenOwnLimiterThenOursBacksOff() {
		ConcurrencyLimiter own = mock(ConcurrencyLimiter.class);
		this.runner.withBean("own", ConcurrencyLimiter.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.getBean(ConcurrencyLimiter.class)
				.isSameAs(own));
	}

	@Test
	void whenOwnCallerResolverThenOursBacksOff() {
		CallerResolver own = CallerResolver.nobody();
		this.runner.withBean("own", CallerResolver.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.getBean(CallerResolver.class)
				.isSameAs(own));
	}

	@Test
	void whenOwnUserIdEncoderThenOursBacksOff() {
		UserIdEncoder own = new PlainUserIdEncoder();
		this.runner.withBean("own", UserIdEncoder.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.getBean(UserIdEncoder.class)
				.isSameAs(own));
	}

	@Test
	void whenOwnConnectionDetailsThenNoKeyIsNeeded() {
		DeepSeekConnectionDetails own = new TestConnectionDetails(URI.create("https://deepseek.example"), KEY);
		this.withoutKey.withBean("own", DeepSeekConnectionDetails.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.getBean(DeepSeekConnectionDetails.class)
				.isSameAs(own));
	}

	@Test
	void customizersRunInOrderAfterTheProperties() {
		this.runner.withUserConfiguration(CustomizersConfiguration.class)
			.run((context) -> assertThat(context.getBean(CustomizersConfiguration.class).calls).containsExactly("first",
					"second"));
	}

	@Test
	void leavesTheApplicationsOwnInfrastructureAlone() {
		AutoConfigurations infrastructure = AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, JacksonAutoConfiguration.class);
		this.runner.withConfiguration(infrastructure).run((context) -> {
			assertThat(context).hasSingleBean(JsonMapper.class)
				.hasBean("jacksonJsonMapper")
				.hasSingleBean(ClientHttpConnector.class)
				.hasBean("clientHttpConnector")
				.hasSingleBean(WebClient.Builder.class)
				.doesNotHaveBean(ConnectionProvider.class);
			assertThat(context.getBean(ClientHttpConnector.class))
				.isNotSameAs(context.getBean(DeepSeekConnector.class).connector());
		});
	}

	@Test
	void poolHoldsAllLimitsAndSomeSlack() {
		this.runner.run((context) -> assertThat(context.getBean(DeepSeekConnector.class).maxConnections())
			.isEqualTo(500 + 2500 + 500 + 32));
		this.runner
			.withPropertyValues("deepseek.concurrency.limits.deepseek-v4-pro=7",
					"deepseek.concurrency.limits.deepseek-flash=5", "deepseek.concurrency.default-limit=1")
			.run((context) -> assertThat(context.getBean(DeepSeekConnector.class).maxConnections())
				.isEqualTo(7 + 5 + 1 + 32));
	}

	@Test
	void whenConcurrencyIsNotLimitedThenNeitherIsThePool() {
		this.runner.withPropertyValues("deepseek.concurrency.enabled=false")
			.run((context) -> assertThat(context.getBean(DeepSeekConnector.class).maxConnections())
				.isEqualTo(Integer.MAX_VALUE));
	}

	@Test
	void whenContextClosesThenLimiterIsShutDownBeforeAnythingElse() {
		ConcurrencyLimiter limiter = mock(ConcurrencyLimiter.class);
		SmartLifecycle first = mock(SmartLifecycle.class);
		given(first.getPhase()).willReturn(Integer.MAX_VALUE);
		given(first.isRunning()).willReturn(true);
		willAnswer((invocation) -> {
			invocation.<Runnable>getArgument(0).run();
			return null;
		}).given(first).stop(any());
		this.runner.withBean("own", ConcurrencyLimiter.class, () -> limiter)
			.withBean("first", SmartLifecycle.class, () -> first)
			.run((context) -> context.getSourceApplicationContext().close());
		InOrder inOrder = inOrder(limiter, first);
		then(limiter).should(inOrder).shutdown();
		then(first).should(inOrder).stop(any());
	}

	@Test
	void whenContextOnlyStopsThenLimiterGoesOn() {
		ConcurrencyLimiter limiter = mock(ConcurrencyLimiter.class);
		this.runner.withBean("own", ConcurrencyLimiter.class, () -> limiter).run((context) -> {
			context.stop();
			then(limiter).should(never()).shutdown();
		});
	}

	@Test
	void whenChildContextClosesThenLimiterGoesOn() {
		ConcurrencyLimiter limiter = mock(ConcurrencyLimiter.class);
		this.runner.withBean("own", ConcurrencyLimiter.class, () -> limiter).run((context) -> {
			new ApplicationContextRunner().withParent(context)
				.run((child) -> child.getSourceApplicationContext().close());
			then(limiter).should(never()).shutdown();
		});
	}

	@Test
	void whenOwnLimiterAllowsMoreThanThereAreConnectionsThenWarns(CapturedOutput output) {
		FairConcurrencyLimiter own = new FairConcurrencyLimiter(ConcurrencySettings.defaults());
		this.runner.withBean(ConcurrencyLimiter.class, () -> own)
			.run((context) -> assertThat(output).doesNotContain("connections to DeepSeek"));
		this.runner.withBean(ConcurrencyLimiter.class, () -> own)
			.withPropertyValues("deepseek.concurrency.limits.deepseek-v4-flash=1000")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("lets 3500 requests run, but there are only 2032 connections to DeepSeek"));
	}

	@Test
	void whenSslBundleIsUnknownThenFails() {
		this.runner.withPropertyValues("deepseek.ssl.bundle=unknown")
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(NoSuchSslBundleException.class));
	}

	@Test
	void whenUrlIsPlainHttpThenWarnsOnce(CapturedOutput output) {
		this.runner.withPropertyValues("deepseek.base-url=http://deepseek.example")
			.run((context) -> assertThat(output).containsOnlyOnce("sent unencrypted"));
	}

	@Test
	void whenUrlIsHttpsOrLoopbackThenDoesNotWarn(CapturedOutput output) {
		for (String url : List.of("https://deepseek.example", "http://localhost:8080", "http://127.0.0.1:1",
				"http://[::1]:8080/path")) {
			this.runner.withPropertyValues("deepseek.base-url=" + url)
				.run((context) -> assertThat(context).hasNotFailed());
		}
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void logsNothingAtInfoAndShowsNoSecret(CapturedOutput output) {
		this.runner.withPropertyValues("deepseek.user-id.secret=s3cr3t-of-ids").run((context) -> {
			assertThat(context.getBean(DeepSeekProperties.class).toString()).doesNotContain(KEY).contains("set");
			assertThat(context.getBean(DeepSeekProperties.class).userId().toString()).doesNotContain("s3cr3t");
			for (String name : context.getBeanDefinitionNames()) {
				if (context.getType(name) != null && context.getType(name).getName().contains("deepseekspring")) {
					assertThat(String.valueOf(context.getBean(name))).as(name)
						.doesNotContain(KEY)
						.doesNotContain("s3cr3t");
				}
			}
		});
		assertThat(output).doesNotContain(KEY).doesNotContain("s3cr3t").doesNotContain("DeepSeek");
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizersConfiguration {

		final List<String> calls = new ArrayList<>();

		@Bean
		@Order(2)
		DeepSeekTemplateCustomizer second() {
			return (builder) -> this.calls.add("second");
		}

		@Bean
		@Order(1)
		DeepSeekTemplateCustomizer first() {
			return (builder) -> this.calls.add("first");
		}

	}

}
