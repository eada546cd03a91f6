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

import io.github.deepseekspring.autoconfigure.DeepSeekConnectionDetails;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Lets the simulator win over other {@link DeepSeekConnectionDetails} of the application
 * that are primary too.
 */
final class SimulatorPrecedence implements BeanFactoryPostProcessor {

	private final String simulated;

	/**
	 * Create the post-processor.
	 * @param simulated the name of the bean that stays primary
	 */
	SimulatorPrecedence(String simulated) {
		this.simulated = simulated;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(DeepSeekConnectionDetails.class, true, false)) {
			if (!name.equals(this.simulated) && beanFactory.containsBeanDefinition(name)) {
				beanFactory.getBeanDefinition(name).setPrimary(false);
			}
		}
	}

}
