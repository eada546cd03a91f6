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

import java.util.Set;

import io.github.deepseekspring.samples.benchmark.client.BenchmarkClient;
import io.github.deepseekspring.samples.benchmark.client.BenchmarkClientProvider;
import io.github.deepseekspring.samples.benchmark.client.ClientSettings;

/**
 * Provides the clients that get along with the Spring Boot of this project. The option
 * {@code pool=tuned} of those on Reactor Netty makes room for 12,000 connections.
 *
 * @since 0.1.0
 */
public final class StreamingClients implements BenchmarkClientProvider {

	@Override
	public Set<String> names() {
		return Set.of("raw", "raw-jackson", "webclient", "bare", "template", "openai-java", "langchain4j");
	}

	@Override
	public BenchmarkClient create(String name, ClientSettings settings) {
		return switch (name) {
			case "raw" -> new RawClient(settings);
			case "raw-jackson" -> new RawJacksonClient(settings);
			case "webclient" -> new StockClient(settings);
			case "bare" -> new BareClient(settings);
			case "template" -> new TemplateClient(settings);
			case "openai-java" -> new OpenAiJavaClient(settings);
			case "langchain4j" -> new LangChain4jClient(settings);
			default -> throw new IllegalArgumentException("There is no client '" + name + "'");
		};
	}

}
