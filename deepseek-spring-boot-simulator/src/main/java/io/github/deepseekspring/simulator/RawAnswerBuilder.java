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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.simulator.Step.Ending;
import io.github.deepseekspring.simulator.Step.Mark;
import org.jspecify.annotations.Nullable;

/**
 * Says byte by byte what the server sends, and when. The headers go out at once; each
 * write is one chunk of HTTP and is flushed on its own. One of the ending methods must
 * come last and makes the answer.
 *
 * @since 0.1.0
 * @see Answer#raw()
 */
public final class RawAnswerBuilder {

	private final int status;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private final List<Step> body = new ArrayList<>();

	private Duration headersAfter = Duration.ZERO;

	RawAnswerBuilder(int status, @Nullable String contentType) {
		this.status = status;
		if (contentType != null) {
			this.headers.put("Content-Type", contentType);
		}
	}

	/**
	 * Add or replace a header. With a {@code Content-Length} the body is not sent in
	 * chunks; one that is larger than the body lets the client see a body cut off.
	 * @param name the name
	 * @param value the value
	 * @return this builder
	 */
	public RawAnswerBuilder header(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	/**
	 * Let time pass before the headers.
	 * @param delay simulated time from the request to the headers
	 * @return this builder
	 */
	public RawAnswerBuilder headersAfter(Duration delay) {
		this.headersAfter = delay;
		return this;
	}

	/**
	 * Send bytes and flush.
	 * @param bytes a piece of the body, at least one byte
	 * @return this builder
	 */
	public RawAnswerBuilder write(byte[] bytes) {
		this.body.add(Step.Write.of(Mark.OTHER, bytes.clone()));
		return this;
	}

	/**
	 * Send text as UTF-8 and flush.
	 * @param text a piece of the body, at least one character
	 * @return this builder
	 */
	public RawAnswerBuilder write(String text) {
		return write(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Send each byte on its own.
	 * @param text a piece of the body, sent as UTF-8
	 * @return this builder
	 */
	public RawAnswerBuilder writeByteByByte(String text) {
		for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
			write(new byte[] { octet });
		}
		return this;
	}

	/**
	 * Send a server-sent event.
	 * @param data the data, on one line
	 * @return this builder
	 */
	public RawAnswerBuilder event(String data) {
		return write("data: " + data + "\n\n");
	}

	/**
	 * Send DeepSeek's keep-alive comment.
	 * @return this builder
	 */
	public RawAnswerBuilder keepAlive() {
		return write(Timeline.KEEP_ALIVE);
	}

	/**
	 * Send the end marker of a stream.
	 * @return this builder
	 */
	public RawAnswerBuilder done() {
		return write(Timeline.DONE);
	}

	/**
	 * Let time pass.
	 * @param duration simulated time
	 * @return this builder
	 */
	public RawAnswerBuilder pause(Duration duration) {
		this.body.add(new Step.Pause(duration));
		return this;
	}

	/**
	 * End the response as HTTP wants it. The connection can be used again.
	 * @return the answer
	 */
	public Answer end() {
		return build(new Step.End(Ending.CLEAN, Outcome.COMPLETED));
	}

	/**
	 * Reset the connection (RST).
	 * @return the answer
	 */
	public Answer reset() {
		return build(new Step.End(Ending.RESET, Outcome.FAULT));
	}

	/**
	 * Close the connection (FIN) without the end of the response.
	 * @return the answer
	 */
	public Answer close() {
		return build(new Step.End(Ending.CLOSE, Outcome.FAULT));
	}

	/**
	 * Send nothing more and leave the connection open.
	 * @return the answer
	 */
	public Answer hang() {
		return build(new Step.End(Ending.HANG, Outcome.FAULT));
	}

	/**
	 * Send the same text for ever.
	 * @param text what is sent each time
	 * @param interval simulated time between two writes; zero is as fast as the client
	 * reads
	 * @return the answer
	 */
	public Answer repeat(String text, Duration interval) {
		return build(new Step.Repeat(text.getBytes(StandardCharsets.UTF_8), interval));
	}

	/**
	 * Send a chunk of HTTP that announces twice the bytes it has, then reset the
	 * connection.
	 * @param text the bytes that arrive, sent as UTF-8
	 * @return the answer
	 */
	public Answer resetMidChunk(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		String size = Integer.toHexString(2 * bytes.length) + "\r\n";
		this.body.add(new Step.Unframed((size + text).getBytes(StandardCharsets.UTF_8)));
		return reset();
	}

	/**
	 * Reset the connection (RST) before anything was sent.
	 * @return the answer
	 */
	public Answer resetBeforeHeaders() {
		return buildHeadless(Ending.RESET);
	}

	/**
	 * Close the connection (FIN) before anything was sent.
	 * @return the answer
	 */
	public Answer closeBeforeHeaders() {
		return buildHeadless(Ending.CLOSE);
	}

	/**
	 * Never send anything and leave the connection open.
	 * @return the answer
	 */
	public Answer hangBeforeHeaders() {
		return buildHeadless(Ending.HANG);
	}

	private Answer build(Step last) {
		List<Step> steps = new ArrayList<>();
		steps.add(new Step.Pause(this.headersAfter));
		steps.add(new Step.Head(this.status, Map.copyOf(this.headers)));
		steps.addAll(this.body);
		steps.add(last);
		return new RawAnswer(List.copyOf(steps));
	}

	private Answer buildHeadless(Ending ending) {
		return new RawAnswer(List.of(new Step.Pause(this.headersAfter), new Step.End(ending, Outcome.FAULT)));
	}

}
