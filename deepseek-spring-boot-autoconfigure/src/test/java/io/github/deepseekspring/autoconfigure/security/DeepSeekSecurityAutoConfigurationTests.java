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

package io.github.deepseekspring.autoconfigure.security;

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.user.Caller;
import io.github.deepseekspring.user.CallerResolver;
import io.github.deepseekspring.user.SecurityContextUserIdResolver;
import io.github.deepseekspring.user.UserIdResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeepSeekSecurityAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeepSeekSecurityAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(DeepSeekAutoConfiguration.class,
			DeepSeekSecurityAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("deepseek.api-key=sk-test");

	@Test
	void takesTheUserFromSpringSecurity() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(SecurityContextUserIdResolver.class);
			expectKey(context.getBean(CallerResolver.class), "alice");
		});
	}

	@Test
	void asksSpringSecurityLast() {
		this.runner.withUserConfiguration(ResolversConfiguration.class).run((context) -> {
			List<UserIdResolver> resolvers = context.getBeanProvider(UserIdResolver.class).orderedStream().toList();
			assertThat(resolvers).hasSize(3);
			assertThat(resolvers.get(2)).isInstanceOf(SecurityContextUserIdResolver.class);
			expectKey(context.getBean(CallerResolver.class), "from-header");
		});
	}

	@Test
	void whenDisabledThenDefinesNothing() {
		this.runner.withPropertyValues("deepseek.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(UserIdResolver.class));
	}

	@Test
	void whenSpringSecurityIsMissingThenDefinesNothing() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(UserIdResolver.class));
	}

	@Test
	void whenServletApplicationHasNoContextPropagationThenWarnsOnce(CapturedOutput output) {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("deepseek.api-key=sk-test")
			.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("DeepSeek cannot see who is authenticated");
	}

	@Test
	void whenContextPropagationIsThereOrNotNeededThenDoesNotWarn(CapturedOutput output) {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("deepseek.api-key=sk-test")
			.run((context) -> assertThat(context).hasNotFailed());
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("deepseek.api-key=sk-test")
			.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("WARN");
	}

	private static void expectKey(CallerResolver resolver, String key) {
		resolver.resolve(null)
			.map(Caller::key)
			.contextWrite(ReactiveSecurityContextHolder
				.withAuthentication(new TestingAuthenticationToken("alice", "pw", "ROLE_USER")))
			.as(StepVerifier::create)
			.expectNext(key)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Configuration(proxyBeanMethods = false)
	static class ResolversConfiguration {

		@Bean
		UserIdResolver unordered() {
			return () -> Mono.just("from-header");
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		UserIdResolver nobody() {
			return Mono::empty;
		}

	}

}
