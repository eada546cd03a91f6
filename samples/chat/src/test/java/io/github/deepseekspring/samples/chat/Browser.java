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

package io.github.deepseekspring.samples.chat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Keeps cookies and sends requests as the page's script does.
 */
final class Browser {

	static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final WebTestClient client;

	private final Map<String, String> cookies = new LinkedHashMap<>();

	Browser(int port) {
		this.client = client(port).mutate().filter(this::exchange).build();
	}

	static WebTestClient client(int port) {
		return WebTestClient.bindToServer(new ReactorClientHttpConnector(HttpClient.newConnection()))
			.baseUrl("http://localhost:" + port)
			.responseTimeout(TIMEOUT)
			.build();
	}

	static WebTestClient client(int port, String user) {
		return client(port).mutate().defaultHeaders((headers) -> headers.setBasicAuth(user, "password")).build();
	}

	Browser openPage() {
		get("/").expectStatus().isOk();
		return this;
	}

	ResponseSpec logIn(String user, String password) {
		return send(asScript(this.client.post().uri("/login"))
			.body(BodyInserters.fromFormData("username", user).with("password", password)));
	}

	ResponseSpec get(String path) {
		return send(this.client.get().uri(path).header("X-Requested-With", "XMLHttpRequest"));
	}

	ResponseSpec post(String path, Object body) {
		return send(asScript(this.client.post().uri(path)).bodyValue(body));
	}

	ResponseSpec postWithoutToken(String path, Object body) {
		return send(this.client.post().uri(path).header("X-Requested-With", "XMLHttpRequest").bodyValue(body));
	}

	private RequestBodySpec asScript(RequestBodySpec request) {
		return request.header("X-Requested-With", "XMLHttpRequest")
			.header("X-XSRF-TOKEN", this.cookies.getOrDefault("XSRF-TOKEN", ""));
	}

	private static ResponseSpec send(RequestHeadersSpec<?> request) {
		ResponseSpec response = request.exchange();
		response.expectHeader().doesNotExist(HttpHeaders.WWW_AUTHENTICATE);
		return response;
	}

	private Mono<ClientResponse> exchange(ClientRequest request, ExchangeFunction next) {
		ClientRequest withCookies = ClientRequest.from(request)
			.cookies((all) -> this.cookies.forEach(all::set))
			.build();
		return next.exchange(withCookies)
			.doOnNext((response) -> response.cookies().values().forEach((all) -> all.forEach(this::keep)));
	}

	private void keep(ResponseCookie cookie) {
		if (cookie.getMaxAge().isZero()) {
			this.cookies.remove(cookie.getName());
		}
		else {
			this.cookies.put(cookie.getName(), cookie.getValue());
		}
	}

}
