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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One thing that the server does while it answers a request. Every answer, scripted or
 * generated, becomes a list of steps that ends with an {@link End}.
 */
sealed interface Step {

	/**
	 * Sends the status line and the headers at once.
	 *
	 * @param status the HTTP status
	 * @param headers the headers by name
	 */
	record Head(int status, Map<String, String> headers) implements Step {

	}

	/**
	 * Sends bytes of the body and flushes them.
	 *
	 * @param mark what the bytes are, so that a fault finds its place
	 * @param bytes makes the bytes when their turn comes
	 */
	record Write(Mark mark, Supplier<byte[]> bytes) implements Step {

		static Write of(Mark mark, byte[] bytes) {
			return new Write(mark, () -> bytes);
		}

		static Write of(Mark mark, String text) {
			return of(mark, text.getBytes(StandardCharsets.UTF_8));
		}

	}

	/**
	 * Sends bytes around the HTTP encoder, as they are. Nothing but a broken ending may
	 * follow.
	 *
	 * @param bytes what goes on the wire
	 */
	record Unframed(byte[] bytes) implements Step {

	}

	/**
	 * Lets simulated time pass.
	 *
	 * @param duration how long
	 */
	record Pause(Duration duration) implements Step {

	}

	/**
	 * Sends the same bytes for ever.
	 *
	 * @param bytes what is sent each time
	 * @param interval simulated time between two writes; zero is as fast as the client
	 * reads
	 */
	record Repeat(byte[] bytes, Duration interval) implements Step {

	}

	/**
	 * The last step.
	 *
	 * @param ending what happens to the response and the connection
	 * @param outcome how the request is recorded
	 */
	record End(Ending ending, Outcome outcome) implements Step {

	}

	/**
	 * What a piece of the body is.
	 */
	enum Mark {

		/** A keep-alive comment or a blank line. */
		FILLER,

		/** An event that carries content, or the first half of a whole answer. */
		CHUNK,

		/** A chunk that carries a piece of the arguments of a tool call. */
		CALL,

		/** The event that carries the finish reason, or the second half of an answer. */
		FINISH,

		/** The end marker of a stream. */
		DONE,

		/** Anything that no fault looks for. */
		OTHER

	}

	/**
	 * How a response stops.
	 */
	enum Ending {

		/** The response ends as HTTP wants it and the connection stays usable. */
		CLEAN,

		/** The connection is closed without the end of the response. */
		CLOSE,

		/** The connection is reset. */
		RESET,

		/** Nothing more is sent and the connection stays open. */
		HANG

	}

}
