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

import java.util.List;

import io.github.deepseekspring.account.Balance;
import io.github.deepseekspring.core.BlockingDeepSeekOperations;
import io.github.deepseekspring.core.BlockingDeepSeekTemplate;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplate;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the blocking view that {@link DeepSeekAutoConfiguration} defines.
 */
class BlockingTemplateAutoConfigurationTests {

	private final ApplicationContextRunner withoutKey = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withoutKey.withPropertyValues("deepseek.api-key=sk-test");

	@Test
	void isDefinedBesideTheTemplate() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
			.hasSingleBean(BlockingDeepSeekTemplate.class));
	}

	@Test
	void whenDisabledThenIsNotDefined() {
		this.withoutKey.withPropertyValues("deepseek.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BlockingDeepSeekOperations.class));
	}

	@Test
	void whenOwnOperationsThenTheyMakeTheCalls() {
		DeepSeekOperations own = operations(true);
		this.withoutKey.withBean("own", DeepSeekOperations.class, () -> own)
			.run((context) -> assertThat(isAvailable(context.getBean(BlockingDeepSeekTemplate.class))).isTrue());
	}

	@Test
	void whenOwnBlockingOperationsThenOursBacksOff() {
		BlockingDeepSeekOperations own = mock(BlockingDeepSeekOperations.class);
		this.runner.withBean("own", BlockingDeepSeekOperations.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.getBean(BlockingDeepSeekOperations.class)
				.isSameAs(own));
	}

	@Test
	void whenSeveralOperationsThenThePrimaryOneMakesTheCalls() {
		ApplicationContextRunner two = this.withoutKey
			.withBean("first", DeepSeekOperations.class, () -> operations(false))
			.withBean("second", DeepSeekOperations.class, () -> operations(false));
		two.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BlockingDeepSeekOperations.class));
		two.withBean("third", DeepSeekOperations.class, () -> operations(true),
				(definition) -> definition.setPrimary(true))
			.run((context) -> assertThat(isAvailable(context.getBean(BlockingDeepSeekTemplate.class))).isTrue());
	}

	private static boolean isAvailable(BlockingDeepSeekTemplate template) {
		return Boolean.TRUE.equals(template.balance().available());
	}

	private static DeepSeekOperations operations(boolean available) {
		DeepSeekOperations operations = mock(DeepSeekOperations.class);
		given(operations.balance()).willReturn(Mono.just(new Balance(available, List.of())));
		return operations;
	}

}
