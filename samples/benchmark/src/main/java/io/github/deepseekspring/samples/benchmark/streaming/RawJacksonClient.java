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
import reactor.core.publisher.Flux;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reactor Netty with the least that makes chunks of the bytes by hand: lines are split in
 * one array, and a loop over the tokens of Jackson's streaming parser fills the records.
 */
final class RawJacksonClient implements BenchmarkClient {

	private final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build())
		.build();

	private final RawClient raw;

	private final TokenLoop tokens = new TokenLoop(this.mapper);

	private final ObjectReader answers = this.mapper.readerFor(ChatCompletion.class);

	RawJacksonClient(ClientSettings settings) {
		this.raw = new RawClient(settings, this.mapper);
	}

	@Override
	public CompletionStage<StreamResult> stream(String prompt) {
		StreamTally tally = new StreamTally();
		return Flux.defer(() -> {
			LineSplitter lines = new LineSplitter(this.tokens::chunk);
			return this.raw.content(prompt).concatMapIterable(lines::split);
		}).doOnNext((chunk) -> tally.add(Texts.of(chunk))).then().toFuture().thenApply((nothing) -> tally.result());
	}

	@Override
	public CompletionStage<Integer> call(String prompt) {
		return this.raw.send(prompt, false)
			.responseContent()
			.aggregate()
			.asByteArray()
			.map((bytes) -> Texts.of(this.answers.<ChatCompletion>readValue(bytes)).length())
			.toFuture()
			.thenApply(Objects::requireNonNull);
	}

	@Override
	public void close() {
		this.raw.close();
	}

}
