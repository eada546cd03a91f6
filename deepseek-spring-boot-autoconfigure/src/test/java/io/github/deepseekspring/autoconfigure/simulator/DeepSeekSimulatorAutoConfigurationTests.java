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

package io.github.deepseekspring.autoconfigure.simulator;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

import io.github.deepseekspring.UserIdRequiredException;
import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.DeepSeekConnectionDetails;
import io.github.deepseekspring.autoconfigure.security.DeepSeekSecurityAutoConfiguration;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplateCustomizer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.simulator.RequestLog;
import io.github.deepseekspring.user.HmacUserIdEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeepSeekSimulatorAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeepSeekSimulatorAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class,
				DeepSeekSecurityAutoConfiguration.class, DeepSeekSimulatorAutoConfiguration.class))
		.withPropertyValues("deepseek.simulator.enabled=true", "deepseek.simulator.chunk-interval=0");

	@Test
	void whenNotEnabledThenStartsNoSimulator() {
		this.runner.withPropertyValues("deepseek.simulator.enabled=false", "deepseek.api-key=sk-test")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DeepSeekSimulator.class)
				.doesNotHaveBean(SimulatorConnectionDetails.class));
	}

	@Test
	void whenDeepSeekIsDisabledThenStartsNoSimulator() {
		this.runner.withPropertyValues("deepseek.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DeepSeekSimulator.class));
	}

	@Test
	void templateTalksToTheSimulatorWithoutAKey(CapturedOutput output) {
		this.runner.run((context) -> {
			String answer = context.getBean(DeepSeekOperations.class).prompt("Hello").content().block(TIMEOUT);
			assertThat(answer).isNotBlank();
			assertThat(context.getBean(DeepSeekSimulator.class).log().requests()).hasSize(1);
			assertThat(output).containsOnlyOnce("DeepSeek is simulated at http://127.0.0.1:");
		});
	}

	@Test
	void sendsTheEncodedPrincipalAsUserId() {
		this.runner.withPropertyValues("deepseek.user-id.secret=a secret of the test").run((context) -> {
			context.getBean(DeepSeekOperations.class)
				.prompt("Hello")
				.content()
				.contextWrite(ReactiveSecurityContextHolder
					.withAuthentication(new TestingAuthenticationToken("alice", "pw", "ROLE_USER")))
				.block(TIMEOUT);
			RecordedRequest request = context.getBean(DeepSeekSimulator.class).log().last();
			assertThat(request.userId())
				.isEqualTo(HmacUserIdEncoder.withSecret("a secret of the test").encode("alice").value());
			assertThat(request.body()).doesNotContain("alice");
		});
	}

	@Test
	void whenThereIsNoPrincipalThenSendsTheIdOfTheCallOrNone() {
		this.runner.run((context) -> {
			DeepSeekOperations deepSeek = context.getBean(DeepSeekOperations.class);
			RequestLog log = context.getBean(DeepSeekSimulator.class).log();
			deepSeek.prompt("Summarise the day").userId("nightly-summary").content().block(TIMEOUT);
			assertThat(log.last().userId()).isEqualTo("nightly-summary");
			deepSeek.prompt("Summarise the day").content().block(TIMEOUT);
			assertThat(log.last().userId()).isNull();
		});
	}

	@Test
	void whenUserIdIsRequiredAndThereIsNoneThenSendsNothing() {
		this.runner.withPropertyValues("deepseek.user-id.required=true").run((context) -> {
			context.getBean(DeepSeekOperations.class)
				.prompt("Hello")
				.content()
				.as(StepVerifier::create)
				.expectError(UserIdRequiredException.class)
				.verify(TIMEOUT);
			assertThat(context.getBean(DeepSeekSimulator.class).log().requests()).isEmpty();
		});
	}

	@Test
	void winsOverKeyUrlAndOwnConnectionDetails() {
		this.runner.withPropertyValues("deepseek.api-key=sk-real", "deepseek.base-url=https://deepseek.example")
			.withBean("own", DeepSeekConnectionDetails.class, OwnConnectionDetails::new)
			.run((context) -> {
				assertThat(context.getBean(DeepSeekConnectionDetails.class))
					.isInstanceOf(SimulatorConnectionDetails.class);
				context.getBean(DeepSeekOperations.class).prompt("Hello").content().block(TIMEOUT);
				assertThat(context.getBean(DeepSeekSimulator.class).log().last().header("Authorization"))
					.isEqualTo("Bearer simulated");
			});
	}

	@Test
	void winsOverOwnConnectionDetailsThatArePrimary() {
		this.runner
			.withBean("own", DeepSeekConnectionDetails.class, OwnConnectionDetails::new,
					(definition) -> definition.setPrimary(true))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(DeepSeekOperations.class).prompt("Hello").content().block(TIMEOUT);
				assertThat(context.getBean(DeepSeekSimulator.class).log().requests()).hasSize(1);
			});
	}

	@Test
	void winsOverCustomizersOfTheTemplate() {
		this.runner
			.withBean("own", DeepSeekTemplateCustomizer.class,
					() -> (builder) -> builder.baseUrl(URI.create("https://deepseek.example")))
			.run((context) -> {
				context.getBean(DeepSeekOperations.class).prompt("Hello").content().block(TIMEOUT);
				assertThat(context.getBean(DeepSeekSimulator.class).log().requests()).hasSize(1);
			});
	}

	@Test
	void whenOwnSimulatorThenTakesThatOne() {
		try (DeepSeekSimulator own = DeepSeekSimulator.start()) {
			this.runner.withBean("own", DeepSeekSimulator.class, () -> own)
				.run((context) -> assertThat(context).hasSingleBean(DeepSeekSimulator.class)
					.getBean(DeepSeekConnectionDetails.class)
					.extracting(DeepSeekConnectionDetails::getBaseUrl)
					.isEqualTo(own.baseUrl()));
		}
	}

	@Test
	void whenContextClosesThenSimulatorStops() {
		int[] port = new int[1];
		this.runner.run((context) -> port[0] = context.getBean(DeepSeekSimulator.class).port());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new Socket("127.0.0.1", port[0]).close());
	}

	@ParameterizedTest
	@CsvSource({ "port,65536", "port,-1", "time-scale,0", "time-scale,NaN", "queue-time,-1s", "thinking-time,-1s",
			"chunk-interval,-1s" })
	void whenValueIsNotAllowedThenNamesTheKey(String name, String value) {
		this.runner.withPropertyValues("deepseek.simulator." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
				.rootCause()
				.hasMessageContaining("deepseek.simulator." + name));
	}

	@Test
	void whenModuleIsMissingThenFailsWithAReason() {
		this.runner.withClassLoader(new FilteredClassLoader("io.github.deepseekspring.simulator"))
			.withPropertyValues("deepseek.api-key=sk-test")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("deepseek.simulator.enabled")
				.hasMessageContaining("io.github.deepseekspring:deepseek-spring-boot-simulator"));
	}

	static class OwnConnectionDetails implements DeepSeekConnectionDetails {

		@Override
		public URI getBaseUrl() {
			return URI.create("https://deepseek.example");
		}

		@Override
		public String getApiKey() {
			return "sk-real";
		}

	}

}
