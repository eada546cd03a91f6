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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The clocks of a call. Keep-alives count as life for the wire, never as data. A clock
 * that runs out ends the call with a {@link io.github.deepseekspring.StalledException}
 * and closes its connection.
 *
 * @param connect from the attempt until the request is written on a connection: name
 * resolution, TCP and TLS
 * @param firstData from the request being sent until the first data. DeepSeek itself
 * closes a request that has waited for ten minutes. A call that is not streamed is ended
 * by it only while blank lines still arrive, since it may be silent as it generates
 * @param payloadIdle between two pieces of data
 * @param wireIdle between any two bytes of a stream
 * @param callWireIdle between any two bytes of a call that is not streamed. The server
 * sends nothing while it generates, so this must be longer than the longest generation
 * @param subscriberIdle while the subscriber asks for nothing although something is there
 * to be had; meanwhile all clocks above stand still
 * @param overall the whole call with the wait for a slot and all attempts, or
 * {@code null} for no limit
 * @since 0.1.0
 */
public record Timeouts(Duration connect, Duration firstData, Duration payloadIdle, Duration wireIdle,
		Duration callWireIdle, Duration subscriberIdle, @Nullable Duration overall) {

	public Timeouts {
		requirePositive(connect, "connect");
		requirePositive(firstData, "firstData");
		requirePositive(payloadIdle, "payloadIdle");
		requirePositive(wireIdle, "wireIdle");
		requirePositive(callWireIdle, "callWireIdle");
		requirePositive(subscriberIdle, "subscriberIdle");
		if (overall != null) {
			requirePositive(overall, "overall");
		}
	}

	/**
	 * Return the defaults: connect 10 seconds, first data 10 minutes and 30 seconds,
	 * payload idle 2 minutes, wire idle 5 minutes, one hour for a call that is not
	 * streamed, subscriber idle 5 minutes, no overall limit.
	 * @return the timeouts
	 */
	public static Timeouts defaults() {
		return new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(630), Duration.ofSeconds(120),
				Duration.ofSeconds(300), Duration.ofHours(1), Duration.ofMinutes(5), null);
	}

	/**
	 * Return a copy with another time to connect.
	 * @param connect the limit, positive
	 * @return the copy
	 */
	public Timeouts withConnect(Duration connect) {
		return new Timeouts(connect, this.firstData, this.payloadIdle, this.wireIdle, this.callWireIdle,
				this.subscriberIdle, this.overall);
	}

	/**
	 * Return a copy with another time to the first data.
	 * @param firstData the limit, positive
	 * @return the copy
	 */
	public Timeouts withFirstData(Duration firstData) {
		return new Timeouts(this.connect, firstData, this.payloadIdle, this.wireIdle, this.callWireIdle,
				this.subscriberIdle, this.overall);
	}

	/**
	 * Return a copy with another time between data.
	 * @param payloadIdle the limit, positive
	 * @return the copy
	 */
	public Timeouts withPayloadIdle(Duration payloadIdle) {
		return new Timeouts(this.connect, this.firstData, payloadIdle, this.wireIdle, this.callWireIdle,
				this.subscriberIdle, this.overall);
	}

	/**
	 * Return a copy with another time between the bytes of a stream.
	 * @param wireIdle the limit, positive
	 * @return the copy
	 */
	public Timeouts withWireIdle(Duration wireIdle) {
		return new Timeouts(this.connect, this.firstData, this.payloadIdle, wireIdle, this.callWireIdle,
				this.subscriberIdle, this.overall);
	}

	/**
	 * Return a copy with another time between the bytes of a call that is not streamed.
	 * @param callWireIdle the limit, positive
	 * @return the copy
	 */
	public Timeouts withCallWireIdle(Duration callWireIdle) {
		return new Timeouts(this.connect, this.firstData, this.payloadIdle, this.wireIdle, callWireIdle,
				this.subscriberIdle, this.overall);
	}

	/**
	 * Return a copy with another time without demand.
	 * @param subscriberIdle the limit, positive
	 * @return the copy
	 */
	public Timeouts withSubscriberIdle(Duration subscriberIdle) {
		return new Timeouts(this.connect, this.firstData, this.payloadIdle, this.wireIdle, this.callWireIdle,
				subscriberIdle, this.overall);
	}

	/**
	 * Return a copy with another limit for the whole call.
	 * @param overall the limit, positive, or {@code null} for none
	 * @return the copy
	 */
	public Timeouts withOverall(@Nullable Duration overall) {
		return new Timeouts(this.connect, this.firstData, this.payloadIdle, this.wireIdle, this.callWireIdle,
				this.subscriberIdle, overall);
	}

	private static void requirePositive(Duration duration, String name) {
		Assert.isTrue(!duration.isNegative() && !duration.isZero(), () -> "'" + name + "' must be positive");
	}

}
