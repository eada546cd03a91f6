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

package io.github.deepseekspring.samples.mvc;

import io.github.deepseekspring.DeepSeekException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Says in the user's words what went wrong. What the operator has to know goes to the
 * log.
 */
@RestControllerAdvice
final class Failures {

	private static final Log logger = LogFactory.getLog(Failures.class);

	/**
	 * Write a failure to the log, and return what the user is told.
	 */
	static String explain(DeepSeekException ex) {
		logger.warn("Not answered: " + ex.getMessage());
		return ex.isRetryable() ? "DeepSeek has no time right now. Please try again in a moment."
				: "DeepSeek could not answer this.";
	}

	@ExceptionHandler
	ProblemDetail failed(DeepSeekException ex) {
		HttpStatus status = ex.isRetryable() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
		return ProblemDetail.forStatusAndDetail(status, explain(ex));
	}

}
