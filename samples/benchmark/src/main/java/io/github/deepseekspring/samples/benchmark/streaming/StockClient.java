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

import java.util.Objects;
import java.util.concurrent.CompletionStage;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.samples.benchmark.client.BenchmarkClient;
import io.github.deepseekspring.samples.benchmark.client.ClientSettings;
import io.github.deepseekspring.samples.benchmark.client.StreamResult;
import io.github.deepseekspring.samples.benchmark.client.StreamTally;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What one writes with {@link WebClient} alone: server-sent events as strings, of which
 * Jackson makes records. It reads to the end of the answer, so that the connection is
 * used again.
 */
final class StockClient implements BenchmarkClient {

	private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {
	};

	private static final String DONE = "[DONE]";

	private final ClientSettings settings;

	private final WebClient webClient;

	private final ObjectReader chunks = new JsonMapper().readerFor(ChatCompletionChunk.class);

	StockClient(ClientSettings settings) {
		this.settings = settings;
		this.webClient = HttpClients.webClient(settings);
	}

	@Override
	public CompletionStage<StreamResult> stream(String prompt) {
		StreamTally tally = new StreamTally();
		return send(prompt, true).bodyToFlux(EVENT).<ChatCompletionChunk>handle((event, decoded) -> {
			String data = event.data();
			if (data != null && !DONE.equals(data)) {
				decoded.next(this.chunks.readValue(data));
			}
		}).doOnNext((chunk) -> tally.add(Texts.of(chunk))).then().toFuture().thenApply((nothing) -> tally.result());
	}

	private WebClient.ResponseSpec send(String prompt, boolean stream) {
		return this.webClient.post()
			.uri(HttpClients.PATH)
			.bodyValue(HttpClients.request(this.settings, prompt, stream))
			.retrieve();
	}

	@Override
	public CompletionStage<Integer> call(String prompt) {
		return send(prompt, false).bodyToMono(ChatCompletion.class)
			.map((answer) -> Texts.of(answer).length())
			.toFuture()
			.thenApply(Objects::requireNonNull);
	}

	@Override
	public void close() {
		// Its threads are daemons
	}

}
