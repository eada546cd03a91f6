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

import io.github.deepseekspring.simulator.DeepSeekSimulator;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * {@link TestExecutionListener} that sets the simulator back between test methods.
 */
class DeepSeekSimulatorTestExecutionListener extends AbstractTestExecutionListener {

	/**
	 * After the injection of dependencies, for which a context may be made, and before
	 * what users bring.
	 */
	private static final int ORDER = 2500;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		resetIf(SimulatorReset.BEFORE, testContext);
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		resetIf(SimulatorReset.AFTER, testContext);
	}

	private static void resetIf(SimulatorReset when, TestContext testContext) {
		AutoConfigureDeepSeekSimulator annotation = TestContextAnnotationUtils
			.findMergedAnnotation(testContext.getTestClass(), AutoConfigureDeepSeekSimulator.class);
		if (annotation != null && annotation.reset() == when && testContext.hasApplicationContext()) {
			testContext.getApplicationContext()
				.getBeanProvider(DeepSeekSimulator.class)
				.stream()
				.forEach(DeepSeekSimulator::reset);
		}
	}

}
