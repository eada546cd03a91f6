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

import org.jspecify.annotations.Nullable;

/**
 * What the simulator answers to one request. Answers are immutable and may be used again.
 * <p>
 * There are three kinds: a {@link ChatAnswer} is a model's answer, sent as a stream or as
 * a whole according to the request; a {@link FixedAnswer} is a status and a body; a raw
 * answer, made by a {@link RawAnswerBuilder}, says byte by byte and pause by pause what
 * goes on the wire.
 *
 * @since 0.1.0
 * @see DeepSeekSimulator#enqueue(Answer...)
 */
public sealed interface Answer permits ChatAnswer, FixedAnswer, RawAnswer {

	/**
	 * Answer with what the simulator would have answered by itself. Useful to add a
	 * queue, a pace or a fault to it.
	 * @return a generated answer
	 */
	static ChatAnswer generated() {
		return ChatAnswer.GENERATED;
	}

	/**
	 * Answer with a text, without reasoning.
	 * @param text the content; a stream sends it in pieces of about a word
	 * @return an answer with that content
	 */
	static ChatAnswer text(String text) {
		return ChatAnswer.GENERATED.text(text);
	}

	/**
	 * Answer with a text whose pieces are given, without reasoning.
	 * @param chunks the content, one event of a stream each
	 * @return an answer with that content
	 */
	static ChatAnswer chunks(String... chunks) {
		return ChatAnswer.GENERATED.chunks(chunks);
	}

	/**
	 * Answer with reasoning. The content is empty unless set.
	 * @param reasoning the reasoning; an empty one is sent as an empty string
	 * @return an answer with that reasoning
	 */
	static ChatAnswer reasoning(String reasoning) {
		return ChatAnswer.GENERATED.reasoning(reasoning);
	}

	/**
	 * Answer with a tool call. Further calls may be added.
	 * @param name the name of the tool
	 * @param arguments the arguments as JSON text; sent as it is, valid or not
	 * @return an answer with that tool call
	 */
	static ChatAnswer toolCall(String name, String arguments) {
		return ChatAnswer.GENERATED.toolCall(name, arguments);
	}

	/**
	 * Answer with an error in DeepSeek's envelope.
	 * @param status the HTTP status
	 * @param message the message
	 * @param type the error's type, or {@code null}
	 * @param code the error's code, or {@code null}
	 * @return an error answer
	 */
	static FixedAnswer error(int status, String message, @Nullable String type, @Nullable String code) {
		return FixedAnswer.error(status, message, type, code);
	}

	/**
	 * Answer with a status and a body.
	 * @param status the HTTP status
	 * @param contentType the content type, or {@code null} for none
	 * @param body the body
	 * @return a fixed answer
	 */
	static FixedAnswer of(int status, @Nullable String contentType, String body) {
		return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Answer with a status and a body.
	 * @param status the HTTP status
	 * @param contentType the content type, or {@code null} for none
	 * @param body the body
	 * @return a fixed answer
	 */
	static FixedAnswer of(int status, @Nullable String contentType, byte[] body) {
		return FixedAnswer.of(status, contentType, body);
	}

	/**
	 * Answer as to a wrong API key: 401, the key masked.
	 * @return an error answer
	 */
	static FixedAnswer unauthorized() {
		return FixedAnswer.wrongKey("0000");
	}

	/**
	 * Answer as to a request without an API key: 401, plain text without a content type.
	 * @return an error answer
	 */
	static FixedAnswer missingKey() {
		return of(401, null, "Authentication Fails (governor)");
	}

	/**
	 * Answer as to an account without money: 402.
	 * @return an error answer
	 */
	static FixedAnswer insufficientBalance() {
		return error(402, "Insufficient Balance", "unknown_error", "invalid_request_error");
	}

	/**
	 * Answer as to a suspended account: 403.
	 * @return an error answer
	 */
	static FixedAnswer suspended() {
		return error(403, "Your account has been suspended. Please contact support.", "permission_error",
				"invalid_request_error");
	}

	/**
	 * Answer with a 429 that does not tell a limit.
	 * @return an error answer
	 */
	static FixedAnswer rateLimited() {
		return FixedAnswer.rateLimited(0, 0, false);
	}

	/**
	 * Answer with a 429 that tells the limit, in DeepSeek's words.
	 * @param current the concurrency that is told
	 * @param limit the limit that is told
	 * @return an error answer
	 */
	static FixedAnswer rateLimited(int current, int limit) {
		return FixedAnswer.rateLimited(current, limit, true);
	}

	/**
	 * Answer with a 429 that says when to come again. DeepSeek is not known to send this
	 * header, gateways before it do.
	 * @param value the value of the {@code Retry-After} header
	 * @return an error answer
	 */
	static FixedAnswer retryAfter(String value) {
		return rateLimited().retryAfter(value);
	}

	/**
	 * Answer as an overloaded server: 503.
	 * @return an error answer
	 */
	static FixedAnswer overloaded() {
		return error(503,
				"Service is too busy. We advise users to temporarily switch to alternative LLM API service providers.",
				"service_unavailable_error", "service_unavailable_error");
	}

	/**
	 * Answer as a broken server: 500.
	 * @return an error answer
	 */
	static FixedAnswer serverError() {
		return error(500, "Internal Server Error", "internal_error", "internal_error");
	}

	/**
	 * Answer as to a text that moderation rejects: 400.
	 * @return an error answer
	 */
	static FixedAnswer contentRisk() {
		return FixedAnswer.invalidRequest("Content Exists Risk");
	}

	/**
	 * Answer as a gateway that cannot reach the server: 502 with a page of HTML.
	 * @return an error answer
	 */
	static FixedAnswer htmlBadGateway() {
		return of(502, "text/html", """
				<html>
				<head><title>502 Bad Gateway</title></head>
				<body>
				<center><h1>502 Bad Gateway</h1></center>
				<hr><center>openresty</center>
				</body>
				</html>
				""");
	}

	/**
	 * Start an answer that is said byte by byte: status 200 and
	 * {@code text/event-stream}.
	 * @return a builder
	 */
	static RawAnswerBuilder raw() {
		return raw(200, "text/event-stream; charset=utf-8");
	}

	/**
	 * Start an answer that is said byte by byte.
	 * @param status the HTTP status
	 * @param contentType the content type, or {@code null} for none
	 * @return a builder
	 */
	static RawAnswerBuilder raw(int status, @Nullable String contentType) {
		return new RawAnswerBuilder(status, contentType);
	}

}
