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

import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Outcome;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@ChatTest
@TestPropertySource(properties = "daily-question.initial-delay=0s")
class DailyQuestionTests {

	@Autowired
	private DeepSeekSimulator simulator;

	@Test
	void theSchedulerAsksWithAnIdOfItsOwnAndNoPrincipal() {
		this.simulator.log().awaitRequests(1, Browser.TIMEOUT);
		assertThat(this.simulator.log().last().userId()).isEqualTo(DailyQuestion.USER_ID);
		assertThat(this.simulator.log().last().ended().block(Browser.TIMEOUT)).isEqualTo(Outcome.COMPLETED);
	}

}
