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

package io.github.deepseekspring.samples.chat;

import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "deepseek.timeouts.payload-idle=5s")
class StalledPageTests extends AbstractPageTests {

	@Test
	void whenAnAnswerStallsThenThatIsSaidAndTheQuestionCanBeAskedAgain() {
		Chromium page = chromium();
		page.logIn("ada", "password");
		page.pick("Tell me a story without an end.");
		goOnUntil(".entry .problem", "DeepSeek took too long to answer. The answer above is not complete.");
		assertThat(page.find(".answer").getText()).startsWith("Once upon a time");
		assertThat(page.find(".way-on").getText()).isEqualTo("Try again");
		page.picture("chat-stalled");
	}

}
