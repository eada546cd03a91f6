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
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/**
 * A request that the simulator received, and what became of it.
 *
 * @since 0.1.0
 */
public final class RecordedRequest {

	private final String method;

	private final String path;

	private final Map<String, List<String>> headers;

	private final byte[] bytes;

	private final long connectionId;

	private final Instant receivedAt;

	private final @Nullable String model;

	private final @Nullable String userId;

	private final boolean stream;

	private final Sinks.One<Outcome> ended = Sinks.one();

	private final Endpoint endpoint;

	private volatile @Nullable ModelRequest asked;

	private volatile Outcome outcome = Outcome.IN_FLIGHT;

	private volatile int status;

	RecordedRequest(String method, String path, Map<String, List<String>> headers, byte[] bytes, long connectionId,
			Instant receivedAt) {
		this.method = method;
		this.path = path;
		this.headers = headers;
		this.bytes = bytes;
		this.connectionId = connectionId;
		this.receivedAt = receivedAt;
		this.endpoint = Endpoint.of(method, path);
		ModelRequest read = this.endpoint.read(Json.lenient(body()));
		this.model = read.model();
		this.userId = read.userId();
		this.stream = read.stream();
		this.asked = read;
	}

	/**
	 * Return the HTTP method.
	 * @return the method in upper case
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Return the path with a leading slash and without the query.
	 * @return the path
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Return the headers.
	 * @return the values by name; names are found in any case
	 */
	public Map<String, List<String>> headers() {
		return this.headers;
	}

	/**
	 * Return the first value of a header.
	 * @param name the name, in any case
	 * @return the value, or {@code null} if the header was not sent
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values != null) ? values.get(0) : null;
	}

	/**
	 * Return the body, read as UTF-8.
	 * @return the body, empty if there was none
	 */
	public String body() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

	/**
	 * Return the body as it came.
	 * @return a copy of the bytes, empty if there was no body
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	/**
	 * Return the body as a tree.
	 * @return a tree of its own for each call; a missing node if the body is not JSON
	 */
	public JsonNode json() {
		return Json.lenient(body());
	}

	/**
	 * Return the model that was asked for.
	 * @return the name as it was sent, or {@code null} if there was none
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * Return the {@code user_id} (in the Anthropic style: {@code metadata.user_id}).
	 * @return the id as it was sent, or {@code null} if there was none
	 */
	public @Nullable String userId() {
		return this.userId;
	}

	/**
	 * Return whether a stream was asked for.
	 * @return whether {@code stream} is {@code true}
	 */
	public boolean stream() {
		return this.stream;
	}

	/**
	 * Return which connection the request came over.
	 * @return a number that connections do not share, from 1
	 */
	public long connectionId() {
		return this.connectionId;
	}

	/**
	 * Return when the request had arrived.
	 * @return the simulated time
	 */
	public Instant receivedAt() {
		return this.receivedAt;
	}

	/**
	 * Return the status that was answered.
	 * @return the HTTP status, or 0 as long as no headers were sent
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return what has become of the request by now.
	 * @return the outcome
	 */
	public Outcome outcome() {
		return this.outcome;
	}

	/**
	 * Return what becomes of the request in the end.
	 * @return emits the outcome as soon as it is known
	 */
	public Mono<Outcome> ended() {
		return this.ended.asMono();
	}

	int size() {
		return this.bytes.length;
	}

	Endpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * Return what is asked for. Trees are large, so it is kept for the time of the answer
	 * only.
	 */
	ModelRequest asked() {
		ModelRequest kept = this.asked;
		return (kept != null) ? kept : this.endpoint.read(Json.lenient(body()));
	}

	void status(int status) {
		this.status = status;
	}

	void end(Outcome result) {
		this.asked = null;
		this.outcome = result;
		this.ended.tryEmitValue(result);
	}

	@Override
	public String toString() {
		return this.method + " " + this.path + " (connection " + this.connectionId + ", status " + this.status + ", "
				+ outcome() + ")";
	}

}
