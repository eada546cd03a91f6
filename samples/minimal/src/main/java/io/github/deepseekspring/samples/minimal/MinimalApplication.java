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

package io.github.deepseekspring.samples.minimal;

import io.github.deepseekspring.core.DeepSeekTemplate;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.util.Assert;

/**
 * Prints the answer to the question on the command line, while it comes.
 */
@SpringBootApplication
public class MinimalApplication {

	public static void main(String[] args) {
		SpringApplication.run(MinimalApplication.class, args);
	}

	@Bean
	ApplicationRunner answer(DeepSeekTemplate deepSeek) {
		return (arguments) -> {
			String question = String.join(" ", arguments.getNonOptionArgs());
			Assert.hasText(question, "There must be a question on the command line");
			deepSeek.prompt(question).stream().content().doOnNext(System.out::print).blockLast();
			System.out.println();
		};
	}

}
