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

package io.github.deepseekspring.samples.benchmark.parts;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.user.DefaultCallerResolver;
import io.github.deepseekspring.user.HmacUserIdEncoder;
import io.github.deepseekspring.user.UserId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.http.MediaType;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A whole call that is not streamed, to a server that is no more than a connector: all
 * that is done for it but the network.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {

	private static final String URL = "https://api.example.com";

	private static final String API_KEY = "sk-of-the-benchmark";

	private static final String USER = "alice@example.com";

	private static final HmacUserIdEncoder USER_IDS = HmacUserIdEncoder.withSecret("a secret of the benchmark");

	private static final UserId USER_ID = USER_IDS.encode(USER);

	final InMemoryConnector connector = new InMemoryConnector(Samples.completion());

	private final ChatCompletionRequest request = Samples.request(1).mutate().model(null).userId(null).build();

	private final ChatCompletionRequest complete = Samples.request(1).mutate().stream(false).userId(USER_ID).build();

	private final WebClient webClient = WebClient.builder()
		.baseUrl(URL)
		.clientConnector(this.connector)
		.defaultHeaders((headers) -> headers.setBearerAuth(API_KEY))
		.build();

	private final DeepSeekTemplate template = DeepSeekTemplate.builder()
		.baseUrl(URI.create(URL))
		.apiKey(API_KEY)
		.connector(this.connector)
		.callerResolver(DefaultCallerResolver.builder(USER_IDS).userIdResolvers(List.of(() -> Mono.just(USER))).build())
		.build();

	@Setup
	public void logWarningsOnly() {
		// Without the configuration of an application each call would be logged
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
	}

	@Benchmark
	public ChatCompletion webClient() {
		return answer(plain());
	}

	Mono<ChatCompletion> plain() {
		return this.webClient.post()
			.uri("/chat/completions")
			.accept(MediaType.APPLICATION_JSON)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(this.complete)
			.retrieve()
			.bodyToMono(ChatCompletion.class);
	}

	@Benchmark
	public ChatCompletion template() {
		return answer(call());
	}

	Mono<ChatCompletion> call() {
		return this.template.chat(this.request);
	}

	private static ChatCompletion answer(Mono<ChatCompletion> call) {
		CountingSubscriber<ChatCompletion> subscriber = new CountingSubscriber<>();
		call.subscribe(subscriber);
		Assert.state(subscriber.count() == 1, "There is no answer");
		return subscriber.last();
	}

}
