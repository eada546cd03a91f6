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

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The simulator's own pages: what came in, and how it stands.
 */
final class InspectionPages {

	static final String PATH = "/simulator/";

	private final SimulatedAccount account;

	private final RequestLog log;

	InspectionPages(SimulatedAccount account, RequestLog log) {
		this.account = account;
		this.log = log;
	}

	FixedAnswer answer(String path) {
		return switch (path) {
			case PATH + "requests" -> page(requests());
			case PATH + "state" -> page(state());
			default -> Answer.of(404, "text/plain", "There are " + PATH + "requests and " + PATH + "state");
		};
	}

	private static FixedAnswer page(JsonNode body) {
		return Answer.of(200, "application/json", Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(body));
	}

	private ArrayNode requests() {
		ArrayNode page = Json.MAPPER.createArrayNode();
		List<RecordedRequest> requests = this.log.requests();
		for (int i = requests.size() - 1; i >= 0; i--) {
			RecordedRequest request = requests.get(i);
			page.addObject()
				.put("time", request.receivedAt().toString())
				.put("method", request.method())
				.put("path", request.path())
				.put("authorization", mask(request))
				.put("model", request.model())
				.put("user_id", request.userId())
				.put("stream", request.stream())
				.put("status", request.status())
				.put("outcome", request.outcome().name().toLowerCase(Locale.ROOT))
				.put("connection", request.connectionId())
				.put("body", request.body());
		}
		return page;
	}

	private static @Nullable String mask(RecordedRequest request) {
		String authorization = request.header("Authorization");
		if (authorization != null) {
			return (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) ? "Bearer ****" : "****";
		}
		return (request.header("x-api-key") != null) ? "****" : null;
	}

	private ObjectNode state() {
		ObjectNode page = Json.object()
			.put("type", this.account.type().name().toLowerCase(Locale.ROOT))
			.put("balance", this.account.balance().toPlainString())
			.put("suspended", this.account.suspended())
			.put("in_flight", this.log.inFlight())
			.put("highest_concurrency", this.log.highestConcurrency())
			.put("throttled", this.log.throttled())
			.put("open_connections", this.log.openConnections());
		ObjectNode models = page.putObject("models");
		for (String model : this.account.models()) {
			models.putObject(model)
				.put("limit", this.account.limit(model))
				.put("user_limit", this.account.userLimit(model))
				.put("in_flight", this.log.inFlight(model))
				.put("highest_concurrency", this.log.highestConcurrency(model));
		}
		return page;
	}

}
