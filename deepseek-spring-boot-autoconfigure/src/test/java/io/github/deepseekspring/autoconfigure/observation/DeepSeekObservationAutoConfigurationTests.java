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

package io.github.deepseekspring.autoconfigure.observation;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.DeepSeekTokenAutoConfiguration;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.DeepSeekTemplateCustomizer;
import io.github.deepseekspring.observation.DeepSeekMeterObservationHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeepSeekObservationAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeepSeekObservationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class, DeepSeekTokenAutoConfiguration.class,
				DeepSeekObservationAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-test");

	@Test
	void withoutARegistryAddsNothing() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
			.doesNotHaveBean(DeepSeekTemplateCustomizer.class)
			.doesNotHaveBean(DeepSeekMeterObservationHandler.class));
	}

	@Test
	void withoutMetersThereAreOnlyObservations() {
		this.runner.withBean(ObservationRegistry.class, TestObservationRegistry::create)
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplateCustomizer.class)
				.doesNotHaveBean(DeepSeekMeterObservationHandler.class));
	}

	@Test
	void withoutTheLibraryOfMetersStarts() {
		this.runner.withBean(ObservationRegistry.class, TestObservationRegistry::create)
			.withClassLoader(new FilteredClassLoader(MeterRegistry.class.getPackageName()))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DeepSeekTemplateCustomizer.class));
	}

	@Test
	void withMetersThereIsAHandlerUnlessTheApplicationHasOne() {
		ApplicationContextRunner metered = this.runner
			.withBean(ObservationRegistry.class, TestObservationRegistry::create)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new);
		metered.run((context) -> assertThat(context).hasSingleBean(DeepSeekMeterObservationHandler.class));
		DeepSeekMeterObservationHandler own = new DeepSeekMeterObservationHandler(new SimpleMeterRegistry());
		metered.withBean(DeepSeekMeterObservationHandler.class, () -> own)
			.run((context) -> assertThat(context).getBean(DeepSeekMeterObservationHandler.class).isSameAs(own));
	}

	@Test
	void whenDisabledAddsNothing() {
		this.runner.withBean(ObservationRegistry.class, TestObservationRegistry::create)
			.withPropertyValues("deepseek.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DeepSeekTemplateCustomizer.class));
	}

	@Test
	void warnsOnlyIfContentIsIncluded(CapturedOutput output) {
		ApplicationContextRunner observed = this.runner.withBean(ObservationRegistry.class,
				TestObservationRegistry::create);
		observed.run((context) -> assertThat(output).doesNotContain("include-content"));
		observed.withPropertyValues("deepseek.observations.include-content=true")
			.run((context) -> assertThat(output).contains("include-content"));
	}

}
