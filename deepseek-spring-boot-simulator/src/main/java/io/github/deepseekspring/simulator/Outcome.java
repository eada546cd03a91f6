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

package io.github.deepseekspring.simulator;

/**
 * What became of a request.
 *
 * @since 0.1.0
 */
public enum Outcome {

	/** The answer has not ended yet. */
	IN_FLIGHT,

	/** The answer, be it an error, was sent to its proper end. */
	COMPLETED,

	/** The client closed the connection before the answer had ended. */
	CANCELLED_BY_CLIENT,

	/** The simulator broke the answer off, because it was told to or was reset. */
	FAULT,

	/**
	 * The request waited ten simulated minutes in the queue and was closed unanswered.
	 */
	QUEUE_TIMEOUT

}
