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

import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Switches the simulator on.
 *
 * @param reset a part of what contexts are told apart by, so that no test finds what the
 * tests of a class that sets nothing back have left
 */
record DeepSeekSimulatorContextCustomizer(SimulatorReset reset) implements ContextCustomizer {

	private static final String NAME = "DeepSeek simulator of the test";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		sources.addFirst(new MapPropertySource(NAME, Map.of("deepseek.enabled", "true", "deepseek.simulator.enabled",
				"true", "deepseek.simulator.port", "0")));
		sources.addLast(new MapPropertySource(NAME + " (defaults)", Map.of("deepseek.simulator.chunk-interval", "0s")));
	}

}
