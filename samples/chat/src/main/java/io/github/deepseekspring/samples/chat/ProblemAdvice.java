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

import io.github.deepseekspring.DeepSeekException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers every failure with problem details (RFC 9457): those of a call to DeepSeek
 * here, those of the request itself, such as a body that is no JSON, in the superclass.
 */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

	private final Problems problems;

	ProblemAdvice(Problems problems) {
		this.problems = problems;
	}

	@ExceptionHandler
	Mono<ResponseEntity<Object>> failed(DeepSeekException ex, ServerWebExchange exchange) {
		ErrorResponse problem = this.problems.of(ex);
		return createResponseEntity(problem.getBody(), problem.getHeaders(), problem.getStatusCode(), exchange);
	}

	/**
	 * Says that it is JSON also to a client that accepts nothing but an event stream: as
	 * long as no event was sent, a failure is no stream.
	 */
	@Override
	protected Mono<ResponseEntity<Object>> createResponseEntity(@Nullable Object body, @Nullable HttpHeaders headers,
			HttpStatusCode status, ServerWebExchange exchange) {
		HttpHeaders withType = new HttpHeaders();
		if (headers != null) {
			withType.putAll(headers);
		}
		withType.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		return super.createResponseEntity(body, withType, status, exchange);
	}

}
