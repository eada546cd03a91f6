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

package io.github.deepseekspring.readme;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.core.BlockingDeepSeekOperations;
import io.github.deepseekspring.core.BlockingPromptSpec;
import io.github.deepseekspring.core.BlockingStreamSpec;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.PromptSpec;
import io.github.deepseekspring.core.StreamSpec;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.token.TokenCounter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every call stands in an example of the documentation. The tests of the pages
 * run the examples.
 */
class DocumentedCallsTests {

	private static final String[] PAGES = { "README.md", "docs/completions-models-and-balance.md",
			"docs/conversations.md", "docs/entities.md", "docs/errors-and-retries.md", "docs/messages.md",
			"docs/mvc-and-virtual-threads.md", "docs/streaming.md", "docs/tokens-and-price.md", "docs/tools.md",
			"docs/user-ids.md" };

	@ParameterizedTest
	@MethodSource("calls")
	void hasAnExample(String call) {
		assertThat(examples()).contains("." + call + "(");
	}

	static Stream<String> calls() {
		List<String> everywhere = Stream.of(Object.class.getMethods()).map(Method::getName).toList();
		return Stream
			.of(DeepSeekOperations.class, PromptSpec.class, StreamSpec.class, BlockingDeepSeekOperations.class,
					BlockingPromptSpec.class, BlockingStreamSpec.class, Conversation.class, TokenCounter.class,
					CostCalculator.class)
			.flatMap((type) -> Stream.of(type.getMethods()))
			.map(Method::getName)
			.filter((name) -> !everywhere.contains(name))
			.distinct();
	}

	private static String examples() {
		return Stream.of(PAGES)
			.flatMap((page) -> Page.of(page).examples("java").stream())
			.collect(Collectors.joining());
	}

}
