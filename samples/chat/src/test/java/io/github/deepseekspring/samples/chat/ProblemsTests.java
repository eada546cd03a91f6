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

import java.time.Duration;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.UserIdRequiredException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemsTests {

	private final Problems problems = new Problems();

	@ParameterizedTest
	@CsvSource({ "FULL, 429", "DISPLACED, 429", "TIMED_OUT, 503", "SHUTDOWN, 503" })
	void whenThereIsNoSlotThenTheReasonDecidesTheStatusAndTheTimeIsRoundedUp(Reason reason, int status) {
		ErrorResponse problem = this.problems
			.of(new ConcurrencyLimitExceededException(reason, "pro", 1, 1, 1, Duration.ofMillis(1200)));
		assertThat(problem.getStatusCode().value()).isEqualTo(status);
		assertThat(problem.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
		assertThat(problem.getBody().getProperties()).containsEntry("retryAfter", 2L);
		assertThat(problem.getBody().getDetail()).doesNotContain("pro", "limit");
	}

	@Test
	void whenTheFailureIsOursThenItIsNotBlamedOnDeepSeek() {
		assertThat(this.problems.of(new UserIdRequiredException("anonymous")).getStatusCode().value()).isEqualTo(500);
		ErrorResponse problem = this.problems.of(new IllegalStateException("secret"));
		assertThat(problem.getStatusCode().value()).isEqualTo(500);
		assertThat(problem.getBody().getDetail()).doesNotContain("secret");
	}

}
