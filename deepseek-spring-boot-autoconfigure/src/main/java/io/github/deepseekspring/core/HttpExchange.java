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

package io.github.deepseekspring.core;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.stream.AnswerClocks;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Sends one request and hands on the bytes of its answer.
 */
final class HttpExchange {

	private static final int MAX_ERROR_SIZE = 64 * 1024;

	private static final Duration MAX_ERROR_TIME = Duration.ofSeconds(2);

	private static final String COMPRESSED = "The answer is compressed, which was not asked for: look for a proxy in between";

	private static final String[] TRACE_ID_HEADERS = { "x-ds-trace-id", "x-request-id" };

	/**
	 * What a trace id may look like, since it ends up in exceptions and logs.
	 */
	private static final Pattern TRACE_ID = Pattern.compile("[a-zA-Z0-9._:-]{1,128}");

	private final WebClient webClient;

	private final @Nullable String apiKey;

	private final Map<Target, EndpointClient> clients = new ConcurrentHashMap<>();

	/**
	 * Create the exchange.
	 * @param webClient the client
	 * @param apiKey the key, or {@code null} when the client's own headers tell whose the
	 * requests are
	 */
	HttpExchange(WebClient webClient, @Nullable String apiKey) {
		this.webClient = webClient;
		this.apiKey = apiKey;
	}

	/**
	 * Return the body of the answer. The request is sent at subscription, of which there
	 * may be one.
	 * @param endpoint where the API is served
	 * @param body the JSON to send, or {@code null} for a request without a body
	 * @param streaming whether the answer is to be streamed
	 * @param clocks are told when the request is sent
	 * @param failures makes the exception for a status that is not 200
	 * @return the bytes of an answer with the status 200
	 */
	Flux<DataBuffer> send(Endpoint endpoint, byte @Nullable [] body, boolean streaming, AnswerClocks clocks,
			Failures failures) {
		SentRequest sent = new SentRequest();
		RequestBodySpec request = this.clients.computeIfAbsent(new Target(endpoint, streaming), this::client)
			.request()
			.httpRequest((written) -> {
				clocks.sent();
				sent.sent(written);
			});
		if (body != null) {
			request.bodyValue(body);
		}
		return new SentFlux<>(request.exchangeToFlux((response) -> {
			sent.answered();
			return answer(response, failures, sent);
		}), sent, HttpExchange::unanswered);
	}

	private EndpointClient client(Target target) {
		return new EndpointClient(this.webClient, target.endpoint(), target.streaming(), this.apiKey);
	}

	private static Flux<DataBuffer> answer(ClientResponse response, Failures failures, SentRequest sent) {
		failures.state().traceId(traceId(response));
		HttpHeaders headers = response.headers().asHttpHeaders();
		boolean compressed = isCompressed(headers);
		Flux<DataBuffer> body = response.bodyToFlux(DataBuffer.class);
		if (response.statusCode().value() == HttpStatus.OK.value()) {
			return compressed ? unread(body, () -> failures.unreadable(COMPRESSED)) : body;
		}
		return read(body).delayUntil((bytes) -> Mono.create((free) -> sent.whenConnectionIsFree(free::success)))
			.flatMapMany((bytes) -> Flux
				.error(failures.ofStatus(response.statusCode().value(), headers, compressed ? new byte[0] : bytes)));
	}

	/**
	 * Return whether something in between has compressed the answer, for which no request
	 * of ours asks.
	 */
	private static boolean isCompressed(HttpHeaders headers) {
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		return encoding != null && !encoding.equalsIgnoreCase("identity");
	}

	/**
	 * Give up an answer with its first bytes.
	 */
	private static Flux<DataBuffer> unread(Flux<DataBuffer> body, Supplier<DeepSeekException> failure) {
		return body.take(1).doOnNext(DataBufferUtils::release).thenMany(Flux.error(failure));
	}

	private static @Nullable String traceId(ClientResponse response) {
		for (String header : TRACE_ID_HEADERS) {
			String value = response.headers().asHttpHeaders().getFirst(header);
			if (value != null && TRACE_ID.matcher(value).matches()) {
				return value;
			}
		}
		return null;
	}

	/**
	 * Read as much of an error as can matter and comes in time. When its body breaks off,
	 * the status and what has come count.
	 */
	private static Mono<byte[]> read(Flux<DataBuffer> body) {
		Flux<DataBuffer> begin = DataBufferUtils.takeUntilByteCount(body, MAX_ERROR_SIZE)
			.takeUntilOther(Mono.delay(MAX_ERROR_TIME))
			.onErrorComplete();
		return DataBufferUtils.join(begin).map((buffer) -> {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			DataBufferUtils.release(buffer);
			return bytes;
		}).defaultIfEmpty(new byte[0]);
	}

	/**
	 * Return the failure of a request whose answer was not seen.
	 */
	private static DeepSeekException unanswered(Throwable failure) {
		if (failure instanceof DeepSeekException known) {
			return known;
		}
		if (failure instanceof WebClientRequestException) {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
			return new ConnectionFailedException("The connection to DeepSeek failed before an answer came: "
					+ cause.getClass().getSimpleName() + ": " + cause.getMessage(), withoutRequest(failure));
		}
		return new ConnectionFailedException("The request could not be sent", withoutRequest(failure));
	}

	/**
	 * Leave out the exceptions of WebClient, which hold the headers of the request and so
	 * the API key.
	 * @return a failure for others to see, or {@code null} when there is none
	 */
	private static @Nullable Throwable withoutRequest(Throwable failure) {
		boolean holdsRequest = false;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			holdsRequest |= cause instanceof WebClientException;
		}
		if (!holdsRequest) {
			return failure;
		}
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		return (cause instanceof WebClientException) ? null : cause;
	}

	/**
	 * What requests have in common.
	 *
	 * @param endpoint where they go
	 * @param streaming whether their answers are to be streamed
	 */
	private record Target(Endpoint endpoint, boolean streaming) {
	}

}
