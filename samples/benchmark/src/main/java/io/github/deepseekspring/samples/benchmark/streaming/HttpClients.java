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

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.samples.benchmark.client.ClientSettings;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What the clients on Reactor Netty have in common.
 */
final class HttpClients {

	static final String PATH = "/chat/completions";

	private static final int MAX_CONNECTIONS = 12_000;

	private HttpClients() {
	}

	static HttpClient httpClient(ClientSettings settings) {
		if (!settings.has("pool", "tuned")) {
			return HttpClient.create();
		}
		return HttpClient.create(
				ConnectionProvider.builder("tuned").maxConnections(MAX_CONNECTIONS).pendingAcquireMaxCount(-1).build());
	}

	static WebClient webClient(ClientSettings settings) {
		return WebClient.builder()
			.baseUrl(settings.baseUrl())
			.clientConnector(new ReactorClientHttpConnector(httpClient(settings)))
			.defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + settings.apiKey())
			.build();
	}

	static ChatCompletionRequest request(ClientSettings settings, String prompt, boolean stream) {
		return ChatCompletionRequest.builder()
			.model(settings.model())
			.message(ChatMessage.user(prompt))
			.stream(stream)
			.build();
	}

}
