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

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;
import org.springframework.web.util.UriBuilder;

/**
 * Starts the requests to one endpoint. Their address and their headers are always the
 * same, so that they are made once and are no part of what a request costs and holds.
 */
final class EndpointClient {

	private final Endpoint endpoint;

	private final WebClient webClient;

	private volatile @Nullable URI address;

	/**
	 * Create the client.
	 * @param webClient the client for all endpoints
	 * @param endpoint where the requests go
	 * @param streaming whether their answers are to be streamed
	 * @param apiKey the key, or {@code null} when the client's own headers tell whose the
	 * requests are
	 */
	EndpointClient(WebClient webClient, Endpoint endpoint, boolean streaming, @Nullable String apiKey) {
		this.endpoint = endpoint;
		this.webClient = webClient.mutate().defaultHeaders((headers) -> {
			headers.setAccept(List.of(streaming ? MediaType.TEXT_EVENT_STREAM : MediaType.APPLICATION_JSON));
			if (HttpMethod.POST.equals(endpoint.method())) {
				headers.setContentType(MediaType.APPLICATION_JSON);
			}
			endpoint.headers().forEach(headers::set);
			if (apiKey != null) {
				endpoint.authenticate(headers, apiKey);
			}
		}).build();
	}

	RequestBodySpec request() {
		return this.webClient.method(this.endpoint.method()).uri(this.endpoint.template(), this::address);
	}

	private URI address(UriBuilder appended) {
		URI address = this.address;
		if (address == null) {
			address = this.endpoint.resolve(appended);
			this.address = address;
		}
		return address;
	}

}
