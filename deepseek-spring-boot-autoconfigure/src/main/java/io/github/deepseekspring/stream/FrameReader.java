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

package io.github.deepseekspring.stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Cuts the body of an answer into frames. The bytes of a frame are valid until the next
 * call of any method that moves on.
 */
interface FrameReader {

	/**
	 * Copy what has arrived; the buffer stays the caller's to release. To be called only
	 * when there is no further frame.
	 */
	void append(DataBuffer data);

	/**
	 * Move to the next frame.
	 * @return its kind, {@link Frame#NONE} when more has to arrive first
	 */
	Frame next();

	/**
	 * Tell the end of the body and move to the frame that it completes.
	 * @return its kind, {@link Frame#NONE} when it completes none
	 */
	Frame end();

	/**
	 * Return how many pieces of data have arrived so far. What is empty is none.
	 */
	long progress();

	byte[] bytes();

	int offset();

	int length();

	/**
	 * Return the event's name.
	 */
	default @Nullable String event() {
		return null;
	}

	/**
	 * Return the last event id.
	 */
	default @Nullable String id() {
		return null;
	}

	/**
	 * Return the reconnection time in milliseconds that came with the event.
	 */
	default @Nullable Long retry() {
		return null;
	}

	/**
	 * The kinds of frames.
	 */
	enum Frame {

		/**
		 * A payload.
		 */
		DATA,

		/**
		 * A comment.
		 */
		COMMENT,

		/**
		 * A blank line that ends nothing.
		 */
		BLANK,

		/**
		 * Text that has no place in the format.
		 */
		NOISE,

		/**
		 * Nothing more in what has arrived.
		 */
		NONE

	}

}
