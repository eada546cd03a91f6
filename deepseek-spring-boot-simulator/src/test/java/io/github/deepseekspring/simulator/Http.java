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

package io.github.deepseekspring.simulator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plain HTTP client for the tests.
 */
final class Http {

	static final JsonMapper JSON = JsonMapper.builder().build();

	static final String CHAT = "/chat/completions";

	static final String MESSAGES = "/anthropic/v1/messages";

	static final String FIM = "/beta/completions";

	static final String HELLO = """
			{"model":"deepseek-flash","messages":[{"role":"user","content":"Hello"}]}""";

	static final String HELLO_STREAM = """
			{"model":"deepseek-flash","stream":true,"stream_options":{"include_usage":true},
			"messages":[{"role":"user","content":"Hello"}]}""";

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI baseUrl;

	Http(DeepSeekSimulator simulator) {
		this.baseUrl = simulator.baseUrl();
	}

	HttpResponse<String> get(String path) {
		return await(CLIENT.sendAsync(request(path, "sk-test").GET().build(), BodyHandlers.ofString()));
	}

	HttpResponse<String> chat(String body) {
		return post(CHAT, body);
	}

	/**
	 * Post in the Anthropic style, with its header for the key.
	 */
	HttpResponse<String> messages(String body) {
		return messagesWithKey("sk-test", body);
	}

	HttpResponse<String> messagesWithKey(@Nullable String key, String body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.baseUrl.resolve(MESSAGES))
			.POST(BodyPublishers.ofString(body));
		if (key != null) {
			request.header("x-api-key", key);
		}
		return await(CLIENT.sendAsync(request.build(), BodyHandlers.ofString()));
	}

	HttpResponse<String> fim(String body) {
		return post(FIM, body);
	}

	HttpResponse<String> post(String path, String body) {
		return await(postAsync(path, body));
	}

	CompletableFuture<HttpResponse<String>> chatAsync(String body) {
		return postAsync(CHAT, body);
	}

	CompletableFuture<HttpResponse<String>> postAsync(String path, String body) {
		return CLIENT.sendAsync(request(path, "sk-test").POST(BodyPublishers.ofString(body)).build(),
				BodyHandlers.ofString());
	}

	HttpResponse<String> chatWithKey(String key, String body) {
		return await(CLIENT.sendAsync(request(CHAT, key).POST(BodyPublishers.ofString(body)).build(),
				BodyHandlers.ofString()));
	}

	HttpResponse<String> chatWithoutKey(String body) {
		HttpRequest request = HttpRequest.newBuilder(this.baseUrl.resolve(CHAT))
			.POST(BodyPublishers.ofString(body))
			.build();
		return await(CLIENT.sendAsync(request, BodyHandlers.ofString()));
	}

	private HttpRequest.Builder request(String path, String key) {
		return HttpRequest.newBuilder(this.baseUrl.resolve(path)).header("Authorization", "Bearer " + key);
	}

	static <T> T await(CompletableFuture<T> future) {
		return future.orTimeout(20, TimeUnit.SECONDS).join();
	}

	static JsonNode json(HttpResponse<String> response) {
		return JSON.readTree(response.body());
	}

	static String content(HttpResponse<String> response) {
		return message(response).path("content").asString("");
	}

	static JsonNode message(HttpResponse<String> response) {
		return json(response).path("choices").path(0).path("message");
	}

	static String error(HttpResponse<String> response) {
		return json(response).path("error").path("message").asString("");
	}

	/**
	 * Return the events of a stream; fails on anything that is not one.
	 */
	static List<JsonNode> chunks(String body) {
		List<JsonNode> chunks = new ArrayList<>();
		for (String event : body.split("\n\n")) {
			if (event.startsWith("data: {")) {
				chunks.add(JSON.readTree(event.substring(6)));
			}
		}
		return chunks;
	}

	static Duration seconds(int seconds) {
		return Duration.ofSeconds(seconds);
	}

}
