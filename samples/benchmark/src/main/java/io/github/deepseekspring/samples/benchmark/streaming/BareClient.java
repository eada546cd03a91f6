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
import io.github.deepseekspring.samples.benchmark.client.BenchmarkClient;
import io.github.deepseekspring.samples.benchmark.client.ClientSettings;
import io.github.deepseekspring.samples.benchmark.client.StreamResult;
import io.github.deepseekspring.samples.benchmark.client.StreamTally;
import io.github.deepseekspring.stream.AnswerClocks;
import io.github.deepseekspring.stream.AnswerFlux;
import io.github.deepseekspring.stream.AnswerState;
import io.github.deepseekspring.stream.KeepAlives;
import io.github.deepseekspring.stream.Timeouts;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The starter's pipeline for the bytes of a stream behind a plain {@link WebClient}:
 * reader, decoder and filter, but no template around them.
 */
final class BareClient implements BenchmarkClient {

	private static final int MAX_SIZE = 16 * 1024 * 1024;

	private final ClientSettings settings;

	private final WebClient webClient;

	BareClient(ClientSettings settings) {
		this.settings = settings;
		this.webClient = HttpClients.webClient(settings);
	}

	@Override
	public CompletionStage<StreamResult> stream(String prompt) {
		StreamTally tally = new StreamTally();
		return KeepAlives
			.filter(AnswerFlux.ofEventStream(body(prompt), MAX_SIZE, new ChunkPayloads(), new AnswerState(),
					new AnswerClocks(Timeouts.defaults(), true)))
			.doOnNext((chunk) -> tally.add(Texts.of(chunk)))
			.then()
			.toFuture()
			.thenApply((nothing) -> tally.result());
	}

	private Flux<DataBuffer> body(String prompt) {
		return send(prompt, true).accept(MediaType.TEXT_EVENT_STREAM)
			.exchangeToFlux((response) -> response.bodyToFlux(DataBuffer.class));
	}

	private WebClient.RequestHeadersSpec<?> send(String prompt, boolean stream) {
		return this.webClient.post()
			.uri(HttpClients.PATH)
			.bodyValue(HttpClients.request(this.settings, prompt, stream));
	}

	@Override
	public CompletionStage<Integer> call(String prompt) {
		return send(prompt, false).retrieve()
			.bodyToMono(ChatCompletion.class)
			.map((answer) -> Texts.of(answer).length())
			.toFuture()
			.thenApply(Objects::requireNonNull);
	}

	@Override
	public void close() {
		// Its threads are daemons
	}

}
