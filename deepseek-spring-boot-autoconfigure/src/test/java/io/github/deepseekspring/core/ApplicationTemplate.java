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

package io.github.deepseekspring.core;

import java.util.stream.Stream;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.simulator.DeepSeekSimulator;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * A template as an application gets it.
 */
final class ApplicationTemplate implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	ApplicationTemplate(DeepSeekSimulator simulator, String... properties) {
		this(simulator.baseUrl().toString(), properties);
	}

	ApplicationTemplate(String baseUrl, String... properties) {
		TestPropertyValues.of("deepseek.api-key=sk-0123456789abcdef", "deepseek.base-url=" + baseUrl)
			.and(Stream.of(properties))
			.applyTo(this.context);
		this.context.register(DeepSeekAutoConfiguration.class);
		this.context.refresh();
	}

	DeepSeekTemplate get() {
		return this.context.getBean(DeepSeekTemplate.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
