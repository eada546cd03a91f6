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

import java.util.List;

/**
 * Puts a completion into the words of one API, for one request.
 */
interface Dialect {

	/**
	 * Return the events of a stream, the end marker included.
	 */
	List<Timeline.Event> events(Completion completion);

	/**
	 * Return the body of an answer that comes as a whole.
	 */
	byte[] body(Completion completion);

	/**
	 * Return the event that tells of an error in the midst of a stream.
	 */
	String errorEvent(String message);

	/**
	 * What is the same in all parts of an answer.
	 *
	 * @param id the id of the answer
	 * @param created when it was made, in seconds since the epoch
	 * @param model the model that answers
	 */
	record Envelope(String id, long created, String model) {

	}

}
