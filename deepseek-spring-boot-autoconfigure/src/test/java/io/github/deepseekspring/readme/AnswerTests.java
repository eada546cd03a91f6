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

import java.time.Duration;

import io.github.deepseekspring.autoconfigure.test.AutoConfigureDeepSeekSimulator;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * How an application tests its answers.
 */
@SpringBootTest
@AutoConfigureDeepSeekSimulator
class AnswerTests {

	@Autowired
	DeepSeekSimulator simulator;

	@Test
	void asks(@Autowired DeepSeekTemplate deepSeek) {
		this.simulator.enqueue(Answer.text("Because of scattering.").queuedFor(Duration.ofSeconds(1)));
		StepVerifier.create(deepSeek.prompt("Why is the sky blue?").content())
			.expectNext("Because of scattering.")
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@SpringBootApplication
	static class Application {

	}

}
