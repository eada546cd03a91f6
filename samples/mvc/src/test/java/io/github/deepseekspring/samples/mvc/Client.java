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

package io.github.deepseekspring.samples.mvc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody who asks: a browser that keeps cookies, or a program that has a token.
 */
final class Client {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String QUESTION = "{\"text\":\"Why is the sky blue?\"}";

	private final CookieManager cookies = new CookieManager();

	private final HttpClient http = HttpClient.newBuilder().cookieHandler(this.cookies).build();

	private final String server;

	private final String base;

	private final @Nullable String authorization;

	private Client(int port, String base, @Nullable String authorization) {
		this.server = "http://localhost:" + port;
		this.base = base;
		this.authorization = authorization;
	}

	/**
	 * A browser in which nobody is logged in.
	 */
	static Client browser(int port) {
		return new Client(port, "/chat", null);
	}

	/**
	 * A browser in which a user is logged in.
	 */
	static Client browser(int port, String user) {
		Client client = browser(port);
		assertThat(client.get("/login").statusCode()).isEqualTo(200);
		HttpResponse<String> response = client.exchange(client.request("/login")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("username=" + user + "&password=password")), BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(location(response)).doesNotContain("error");
		assertThat(client.get("/").statusCode()).isEqualTo(200);
		return client;
	}

	/**
	 * A program with any value of the header {@code Authorization}.
	 */
	static Client program(int port, @Nullable String authorization) {
		return new Client(port, "/api/chat", authorization);
	}

	/**
	 * A program with a token.
	 */
	static Client programOf(int port, String user) {
		HttpResponse<String> response = program(port, basic(user)).post("/api/token", "");
		assertThat(response.statusCode()).isEqualTo(200);
		return program(port, "Bearer " + response.body());
	}

	static String basic(String user) {
		return "Basic " + HttpHeaders.encodeBasicAuth(user, "password", null);
	}

	static String location(HttpResponse<?> response) {
		return response.headers().firstValue("Location").orElse("");
	}

	HttpResponse<String> get(String path) {
		return exchange(request(path).header("Accept", "text/html, */*;q=0.8"), BodyHandlers.ofString());
	}

	HttpResponse<String> post(String path, String json) {
		return exchange(json(path, json), BodyHandlers.ofString());
	}

	HttpResponse<String> ask(String style) {
		return ask(style, QUESTION);
	}

	HttpResponse<String> ask(String style, String json) {
		return post(this.base + "/" + style, json);
	}

	/**
	 * Ask, and return as soon as the answer begins.
	 */
	InputStream open(String style) {
		HttpResponse<InputStream> response = exchange(json(this.base + "/" + style, QUESTION),
				BodyHandlers.ofInputStream());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	/**
	 * Send a request as another site can make a browser send it: with the cookies, and
	 * without the header that only the page can set.
	 */
	HttpResponse<String> askFromAnotherSite(String style) {
		return exchange(HttpRequest.newBuilder(URI.create(this.server + this.base + "/" + style))
			.timeout(PATIENCE)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(QUESTION)), BodyHandlers.ofString());
	}

	private HttpRequest.Builder json(String path, String json) {
		return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
	}

	private HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.server + path)).timeout(PATIENCE);
		if (this.authorization != null) {
			request.header("Authorization", this.authorization);
		}
		this.cookies.getCookieStore()
			.getCookies()
			.stream()
			.filter((cookie) -> cookie.getName().equals("XSRF-TOKEN"))
			.map(HttpCookie::getValue)
			.findFirst()
			.ifPresent((token) -> request.header("X-XSRF-TOKEN", token));
		return request;
	}

	private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> handler) {
		try {
			return this.http.send(request.build(), handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
