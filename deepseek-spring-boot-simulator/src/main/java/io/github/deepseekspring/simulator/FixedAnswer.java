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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.simulator.Step.Ending;
import io.github.deepseekspring.simulator.Step.Mark;
import org.jspecify.annotations.Nullable;

/**
 * An answer that consists of a status, headers and a body that is sent at once.
 *
 * @since 0.1.0
 */
public final class FixedAnswer implements Answer {

	private static final String JSON = "application/json";

	private static final String OCTETS = "application/octet-stream";

	private static final String INVALID = "invalid_request_error";

	private final int status;

	private final Map<String, String> headers;

	private final byte[] body;

	private final Duration headersAfter;

	private FixedAnswer(int status, Map<String, String> headers, byte[] body, Duration headersAfter) {
		this.status = status;
		this.headers = Collections.unmodifiableMap(headers);
		this.body = body;
		this.headersAfter = headersAfter;
	}

	static FixedAnswer of(int status, @Nullable String contentType, byte[] body) {
		Map<String, String> headers = new LinkedHashMap<>();
		if (contentType != null) {
			headers.put("Content-Type", contentType);
		}
		headers.put("Content-Length", String.valueOf(body.length));
		return new FixedAnswer(status, headers, body.clone(), Duration.ZERO);
	}

	static FixedAnswer error(int status, String message, @Nullable String type, @Nullable String code) {
		return of(status, JSON, Json.bytes(Json.error(message, type, code)));
	}

	static FixedAnswer wrongKey(String lastFour) {
		return error(401, "Authentication Fails, Your api key: ****" + lastFour + " is invalid", "authentication_error",
				INVALID);
	}

	static FixedAnswer rateLimited(int current, int limit, boolean wordTheLimit) {
		String message = (wordTheLimit)
				? "Too many requests. Your current concurrency is " + current
						+ ", which exceeds your concurrency limit of " + limit + " based on your remaining balance. "
						+ "Please top up your balance to restore your concurrency."
				: "Too many requests. Please slow down and try again later.";
		return error(429, message, "rate_limit_error", INVALID);
	}

	static FixedAnswer userRateLimited() {
		return error(429, "Too many requests of this user_id. Please slow down and try again later.",
				"rate_limit_error", INVALID);
	}

	/**
	 * A request that was understood and makes no sense. DeepSeek labels these answers as
	 * bytes although they are JSON.
	 */
	static FixedAnswer invalidRequest(String message) {
		return of(400, OCTETS, Json.bytes(Json.error(message, INVALID, INVALID)));
	}

	/**
	 * A parameter that is out of its range.
	 */
	static FixedAnswer invalidParameter(String message) {
		return of(422, OCTETS, Json.bytes(Json.error(message, INVALID, INVALID)));
	}

	/**
	 * A request that could not be read.
	 */
	static FixedAnswer unreadable(String message) {
		return error(400, message, INVALID, INVALID);
	}

	/**
	 * Add or replace a header.
	 * @param name the name
	 * @param value the value
	 * @return a copy with that header
	 */
	public FixedAnswer header(String name, String value) {
		Map<String, String> copy = new LinkedHashMap<>(this.headers);
		copy.keySet().removeIf(name::equalsIgnoreCase);
		copy.put(name, value);
		return new FixedAnswer(this.status, copy, this.body, this.headersAfter);
	}

	/**
	 * Set the {@code Retry-After} header.
	 * @param value seconds or an HTTP date, sent as it is
	 * @return a copy with that header
	 */
	public FixedAnswer retryAfter(String value) {
		return header("Retry-After", value);
	}

	/**
	 * Let time pass before anything is sent.
	 * @param delay simulated time from the request to the headers
	 * @return a copy with that delay
	 */
	public FixedAnswer headersAfter(Duration delay) {
		return new FixedAnswer(this.status, this.headers, this.body, delay);
	}

	List<Step> steps() {
		List<Step> steps = new ArrayList<>();
		steps.add(new Step.Pause(this.headersAfter));
		steps.add(new Step.Head(this.status, this.headers));
		if (this.body.length > 0) {
			steps.add(Step.Write.of(Mark.OTHER, this.body));
		}
		steps.add(new Step.End(Ending.CLEAN, Outcome.COMPLETED));
		return steps;
	}

	@Override
	public String toString() {
		return "answer with status " + this.status;
	}

}
