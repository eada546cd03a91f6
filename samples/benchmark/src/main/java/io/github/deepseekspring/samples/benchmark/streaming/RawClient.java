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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import io.github.deepseekspring.samples.benchmark.client.BenchmarkClient;
import io.github.deepseekspring.samples.benchmark.client.ClientSettings;
import io.github.deepseekspring.samples.benchmark.client.StreamResult;
import io.github.deepseekspring.samples.benchmark.client.StreamTally;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Reactor Netty alone. Reads the bytes and looks at none of them.
 */
class RawClient implements BenchmarkClient {

	private final ClientSettings settings;

	private final HttpClient httpClient;

	private final JsonMapper mapper;

	RawClient(ClientSettings settings) {
		this(settings, new JsonMapper());
	}

	RawClient(ClientSettings settings, JsonMapper mapper) {
		this.settings = settings;
		this.mapper = mapper;
		this.httpClient = HttpClients.httpClient(settings).baseUrl(settings.baseUrl()).headers((headers) -> {
			headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + settings.apiKey());
			headers.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
		});
	}

	/**
	 * Send a request and return the bytes of the answer.
	 */
	final HttpClient.ResponseReceiver<?> send(String prompt, boolean stream) {
		byte[] body = this.mapper.writeValueAsString(HttpClients.request(this.settings, prompt, stream))
			.getBytes(StandardCharsets.UTF_8);
		return this.httpClient.post().uri(HttpClients.PATH).send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)));
	}

	@Override
	public CompletionStage<StreamResult> stream(String prompt) {
		StreamTally tally = new StreamTally();
		return content(prompt).doOnNext((bytes) -> tally.addBytes(bytes.readableBytes()))
			.then()
			.toFuture()
			.thenApply((nothing) -> tally.result());
	}

	final ByteBufFlux content(String prompt) {
		return send(prompt, true).responseContent();
	}

	@Override
	public CompletionStage<Integer> call(String prompt) {
		return send(prompt, false).responseContent()
			.aggregate()
			.map(ByteBuf::readableBytes)
			.toFuture()
			.thenApply(Objects::requireNonNull);
	}

	@Override
	public void close() {
		// Its threads are daemons
	}

}
