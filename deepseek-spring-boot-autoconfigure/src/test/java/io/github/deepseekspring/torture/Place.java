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

package io.github.deepseekspring.torture;

import java.util.function.UnaryOperator;

import io.github.deepseekspring.simulator.Fault;

/**
 * Where in an answer something goes wrong.
 */
enum Place {

	BEFORE_HEADERS(Fault::beforeHeaders),

	IN_FILLER(Fault::inFiller),

	BEFORE_DATA((fault) -> fault.afterChunks(0)),

	AFTER_THE_FIRST_CHUNK((fault) -> fault.afterChunks(1)),

	AFTER_THE_SECOND_CHUNK((fault) -> fault.afterChunks(2)),

	IN_TOOL_CALL(Fault::inToolCall),

	BEFORE_FINISH(Fault::beforeFinish),

	BEFORE_DONE(Fault::beforeDone),

	AFTER_DONE(Fault::afterDone);

	private final UnaryOperator<Fault> move;

	Place(UnaryOperator<Fault> move) {
		this.move = move;
	}

	Fault of(Fault fault) {
		return this.move.apply(fault);
	}

	/**
	 * Return whether anything but filler comes before.
	 */
	boolean isInData() {
		return compareTo(BEFORE_DATA) > 0;
	}

	/**
	 * Return whether a streamed answer is complete there, whatever becomes of the rest. A
	 * message is complete with its last event, the others are with the finish reason.
	 */
	boolean isAfterTheEnd(Api api) {
		return api.isStreaming() && (this == AFTER_DONE || (this == BEFORE_DONE && api != Api.MESSAGE_STREAM));
	}

}
