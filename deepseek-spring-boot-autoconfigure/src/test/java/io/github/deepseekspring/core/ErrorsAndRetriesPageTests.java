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

import java.time.Duration;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/errors-and-retries.md}.
 */
class ErrorsAndRetriesPageTests {

	private static final String PAGE = "docs/errors-and-retries.md";

	@AutoClose
	private final Wire wire = new Wire();

	private final DeepSeekOperations deepSeek = this.wire.template();

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of(PAGE).assertExamplesAreIn(getClass(), 3);
	}

	@Test
	void failuresCanBeToldApart() {
		String question = "Why is the sky blue?";
		DeepSeekOperations deepSeek = this.deepSeek;
		Mono<String> answer = deepSeek.prompt(question)
			.content()
			.onErrorResume(ContentRejectedException.class, (ex) -> Mono.just("I cannot talk about that."))
			.onErrorResume(
					(failure) -> failure instanceof DeepSeekException ex && ex.isRetryable() && !ex.isDelivered(),
					(failure) -> Mono.just("Please try again in a minute."));
		this.wire.answer(Answer.contentRisk(), Answer.overloaded(), Answer.insufficientBalance());
		StepVerifier.create(answer).expectNext("I cannot talk about that.").expectComplete().verify(Wire.PATIENCE);
		StepVerifier.create(answer).expectNext("Please try again in a minute.").expectComplete().verify(Wire.PATIENCE);
		StepVerifier.create(answer).expectError(DeepSeekException.class).verify(Wire.PATIENCE);
	}

	@Test
	void callCanBeRepeatedAsAWhole() {
		String question = "Why is the sky blue?";
		DeepSeekOperations deepSeek = this.deepSeek;
		Mono<String> answer = deepSeek.prompt(question)
			.content()
			.retryWhen(Retry.backoff(2, Duration.ofSeconds(30))
				.filter((failure) -> failure instanceof DeepSeekException ex && ex.isRetryable() && !ex.isDelivered()));
		this.wire.answer(Answer.insufficientBalance());
		StepVerifier.create(answer).expectError(DeepSeekException.class).verify(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@Test
	void adviceTellsTheCallerWhatItMayKnow() {
		WebTestClient client = WebTestClient.bindToController(new Controller(this.deepSeek))
			.controllerAdvice(new DeepSeekAdvice())
			.build();
		this.wire.answer(Answer.contentRisk(), Answer.overloaded(), Answer.unauthorized());
		client.get().uri("/answer").exchange().expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
		client.get().uri("/answer").exchange().expectStatus().isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		client.get().uri("/answer").exchange().expectStatus().isEqualTo(HttpStatus.BAD_GATEWAY);
		client.get()
			.uri("/busy")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectHeader()
			.valueEquals(HttpHeaders.RETRY_AFTER, 7);
	}

	@RestController
	static class Controller {

		private final DeepSeekOperations deepSeek;

		Controller(DeepSeekOperations deepSeek) {
			this.deepSeek = deepSeek;
		}

		@GetMapping("/answer")
		Mono<String> answer() {
			return this.deepSeek.prompt("Why is the sky blue?").content();
		}

		@GetMapping("/busy")
		Mono<String> busy() {
			return Mono.error(new ConcurrencyLimitExceededException(Reason.FULL, "deepseek-v4-pro", 1, 1, 2,
					Duration.ofSeconds(7)));
		}

	}

	@RestControllerAdvice
	static class DeepSeekAdvice {

		@ExceptionHandler
		ResponseEntity<ProblemDetail> busy(ConcurrencyLimitExceededException ex) {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
				.header(HttpHeaders.RETRY_AFTER, String.valueOf(ex.getRetryAfter().toSeconds()))
				.body(ProblemDetail.forStatus(HttpStatus.SERVICE_UNAVAILABLE));
		}

		@ExceptionHandler
		ProblemDetail rejected(ContentRejectedException ex) {
			return ProblemDetail.forStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		}

		@ExceptionHandler
		ProblemDetail failed(DeepSeekException ex) {
			return ProblemDetail.forStatus(ex.isRetryable() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY);
		}

	}

}
