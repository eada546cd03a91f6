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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A clock of a call ran out. Which clocks a call has depends on whether it is streamed.
 * Not repeated by the client.
 *
 * @since 0.1.0
 */
public class StalledException extends DeepSeekException {

	private final Clock clock;

	private final Duration limit;

	public StalledException(Clock clock, Duration limit, @Nullable Throwable cause, CallState state) {
		super(clock.problem + " within " + limit.toMillis() + " ms (deepseek.timeouts." + clock.property + ")", cause,
				state, true);
		this.clock = clock;
		this.limit = limit;
	}

	/**
	 * Return the clock that ran out.
	 * @return the clock
	 */
	public Clock getClock() {
		return this.clock;
	}

	/**
	 * Return the time that the clock allowed.
	 * @return the limit
	 */
	public Duration getLimit() {
		return this.limit;
	}

	/**
	 * The clocks of a call.
	 */
	public enum Clock {

		/**
		 * From the attempt to the request being written on a connection, in every call.
		 * It ends a call with a {@link ConnectionFailedException}, of which the exception
		 * with this clock is the cause.
		 */
		CONNECT("DeepSeek could not be connected to", "connect"),

		/**
		 * From the request being sent to the first data; keep-alives do not count as
		 * data. In a call that is not streamed, where the server may be silent while it
		 * generates, only a keep-alive that comes too late makes it run out.
		 */
		FIRST_DATA("DeepSeek sent no data", "first-data"),

		/**
		 * Between two pieces of data, in every call; keep-alives do not count as data.
		 */
		PAYLOAD_IDLE("DeepSeek stopped sending data and sent none", "payload-idle"),

		/**
		 * Between any two bytes of a stream.
		 */
		WIRE_IDLE("DeepSeek sent nothing at all", "wire-idle"),

		/**
		 * Between any two bytes of a call that is not streamed, where the server is
		 * silent while it generates.
		 */
		CALL_WIRE_IDLE("DeepSeek sent nothing at all", "call-wire-idle"),

		/**
		 * While the subscriber asks for nothing, so that a reader that hangs does not
		 * hold a slot for ever.
		 */
		SUBSCRIBER_IDLE("The subscriber asked for nothing", "subscriber-idle"),

		/**
		 * The whole call, streamed or not, with the wait for a free slot and all
		 * attempts.
		 */
		OVERALL("The call did not end", "overall");

		private final String problem;

		private final String property;

		Clock(String problem, String property) {
			this.problem = problem;
			this.property = property;
		}

	}

}
