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

package io.github.deepseekspring.autoconfigure.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Finds the tests that ask for a simulator.
 */
class DeepSeekSimulatorContextCustomizerFactory implements ContextCustomizerFactory {

	private static final String SIMULATOR = "io.github.deepseekspring.simulator.DeepSeekSimulator";

	private final @Nullable ClassLoader classLoader;

	DeepSeekSimulatorContextCustomizerFactory() {
		this(DeepSeekSimulatorContextCustomizerFactory.class.getClassLoader());
	}

	/**
	 * Create the factory.
	 * @param classLoader where the simulator has to be
	 */
	DeepSeekSimulatorContextCustomizerFactory(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		AutoConfigureDeepSeekSimulator annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				AutoConfigureDeepSeekSimulator.class);
		if (annotation == null) {
			return null;
		}
		Assert.state(ClassUtils.isPresent(SIMULATOR, this.classLoader),
				() -> "@AutoConfigureDeepSeekSimulator of " + testClass.getName()
						+ " needs the simulator, which is not on the class path. Add the dependency "
						+ "'io.github.deepseekspring:deepseek-spring-boot-simulator' in the scope of the tests.");
		return new DeepSeekSimulatorContextCustomizer(annotation.reset());
	}

}
