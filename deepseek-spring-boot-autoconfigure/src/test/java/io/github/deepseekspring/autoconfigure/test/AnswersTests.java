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

import java.time.Duration;

import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How an application tests what it asks DeepSeek.
 */
@SpringBootTest
@AutoConfigureDeepSeekSimulator
class AnswersTests {

	@Autowired
	private DeepSeekSimulator simulator;

	@Autowired
	private Answers answers;

	@Test
	void asksAsSupport() {
		this.simulator.enqueue(Answer.text("Because of scattering."));
		StepVerifier.create(this.answers.answer("Why is the sky blue?"))
			.expectNext("Because of scattering.")
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(this.simulator.log().last().userId()).isEqualTo("support");
	}

	@Test
	void whenDeepSeekIsOverloadedThenSaysSo() {
		this.simulator.answerAll((request) -> Answer.overloaded());
		StepVerifier.create(this.answers.answer("Why?"))
			.expectError(OverloadedException.class)
			.verify(Duration.ofSeconds(10));
	}

	@Nested
	@ExtendWith(OutputCaptureExtension.class)
	class BrokenOff {

		@BeforeEach
		void breakOff() {
			AnswersTests.this.simulator.enqueue(Answer.generated().fault(Fault.reset().beforeHeaders()));
		}

		@Test
		void whatTheMethodsOfTheOuterClassScriptedIsGone(CapturedOutput output) {
			assertThat(AnswersTests.this.simulator.log().requests()).isEmpty();
			assertThat(AnswersTests.this.answers.answer("Why?").block(Duration.ofSeconds(10))).isNotBlank();
			assertThat(AnswersTests.this.simulator.log().requests()).hasSize(2);
			assertThat(output).doesNotContain("DeepSeek is simulated at");
		}

		@Test
		void whatOneMethodAskedIsNotSeenByTheNext(CapturedOutput output) {
			whatTheMethodsOfTheOuterClassScriptedIsGone(output);
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Answers.class)
	static class Application {

	}

	static class Answers {

		private final DeepSeekTemplate deepSeek;

		Answers(DeepSeekTemplate deepSeek) {
			this.deepSeek = deepSeek;
		}

		Mono<String> answer(String question) {
			return this.deepSeek.prompt(question).userId("support").content();
		}

	}

}
