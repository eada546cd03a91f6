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

package io.github.deepseekspring;

import java.util.List;

/**
 * The answer is no value of the type that was asked for: not JSON, against its schema, or
 * not readable as the type; and neither were the answers before it, if the model was
 * asked again. {@link #getPartialContent()} is the text of the last answer, which may
 * have no JSON in it at all. It is part of no message.
 *
 * @since 0.1.0
 */
public final class InvalidEntityException extends DeepSeekException {

	private final String entityType;

	private final List<String> problems;

	private final int attempts;

	private InvalidEntityException(String message, String entityType, List<String> problems, int attempts,
			boolean retryable) {
		super(message, null, new CallState(true, null), retryable);
		this.entityType = entityType;
		this.problems = List.copyOf(problems);
		this.attempts = attempts;
	}

	/**
	 * Create the exception for an answer that does not fit.
	 * @param entityType the name of the type that was asked for
	 * @param problems what is wrong with the last answer, without any text of it
	 * @param attempts how many answers there were
	 * @return the exception
	 */
	public static InvalidEntityException ofProblems(String entityType, List<String> problems, int attempts) {
		return new InvalidEntityException("No answer is a valid " + entityType + "; number " + attempts
				+ " was the last: " + String.join("; ", problems), entityType, problems, attempts, true);
	}

	/**
	 * Create the exception for an answer that was cut off because it became too long.
	 * @param entityType the name of the type that was asked for
	 * @param attempts how many answers there were
	 * @return the exception
	 */
	public static InvalidEntityException ofLength(String entityType, int attempts) {
		String problem = "the answer was cut off (finish_reason length); raise max_tokens, which counts the reasoning "
				+ "as well, or ask for less";
		return new InvalidEntityException("No answer is a valid " + entityType + ": " + problem, entityType,
				List.of(problem), attempts, false);
	}

	/**
	 * Return the type that was asked for.
	 * @return the name of the type as Java writes it
	 */
	public String getEntityType() {
		return this.entityType;
	}

	/**
	 * Return what is wrong with the last answer.
	 * @return the problems, most of them with the path of the place, such as
	 * {@code $.lines[0].amount}; at least one
	 */
	public List<String> getProblems() {
		return this.problems;
	}

	/**
	 * Return how many answers there were.
	 * @return the number of answers, at least 1
	 */
	public int getAttempts() {
		return this.attempts;
	}

}
