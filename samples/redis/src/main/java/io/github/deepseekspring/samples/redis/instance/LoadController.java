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

package io.github.deepseekspring.samples.redis.instance;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.core.DeepSeekOperations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Asks many questions at once, as many users would.
 */
@RestController
final class LoadController {

	private static final int MOST_QUESTIONS = 500;

	private static final Log logger = LogFactory.getLog(LoadController.class);

	private final DeepSeekOperations deepSeek;

	private final String name;

	LoadController(DeepSeekOperations deepSeek, @Value("${spring.application.name}") String name) {
		this.deepSeek = deepSeek;
		this.name = name;
	}

	@PostMapping(path = "/load", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	void load(@RequestBody Load load) {
		int questions = load.questions();
		if (questions < 1 || questions > MOST_QUESTIONS) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
		}
		Flux.range(0, questions)
			.flatMap((number) -> ask(), questions)
			.reduce(0, Integer::sum)
			.filter((failed) -> failed > 0)
			.subscribe((failed) -> logger.warn(failed + " of " + questions + " questions were not answered"));
	}

	/**
	 * Ask a question, and return how many were not answered.
	 */
	private Mono<Integer> ask() {
		return this.deepSeek.prompt("Why is the sky blue?")
			.userId(this.name)
			.stream()
			.content()
			.then(Mono.just(0))
			.onErrorResume(DeepSeekException.class, (ex) -> Mono.just(1));
	}

	/**
	 * A load.
	 *
	 * @param questions how many questions are asked, from 1 to 500
	 */
	record Load(int questions) {

	}

}
