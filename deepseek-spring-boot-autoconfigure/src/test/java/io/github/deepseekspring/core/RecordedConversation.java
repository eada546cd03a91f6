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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.deepseekspring.test.Recordings;
import io.github.deepseekspring.test.Recordings.Body;
import tools.jackson.databind.JsonNode;

/**
 * What was recorded of one conversation: requests with tools or in JSON mode, and their
 * answers.
 *
 * @param name the name of the recording
 * @param exchanges the requests and answers in order
 */
record RecordedConversation(String name, List<Exchange> exchanges) {

	private static final Pattern FILE = Pattern.compile("(.+?)(?:-(\\d+))?\\.(?:json|sse|chunks\\.txt)");

	static List<RecordedConversation> all(Recordings recordings) {
		Map<String, List<Exchange>> byName = new LinkedHashMap<>();
		for (Body body : recordings.bodies()) {
			JsonNode meta = body.meta();
			Matcher file = FILE.matcher(body.file());
			boolean answered = meta.path("status").asInt() == 200;
			if (answered && "/chat/completions".equals(meta.path("path").asString("")) && file.matches()
					&& meta.path("request_body").isObject()) {
				int place = (file.group(2) != null) ? Integer.parseInt(file.group(2)) : 1;
				byName.computeIfAbsent(file.group(1), (name) -> new ArrayList<>())
					.add(new Exchange(place, meta.path("request_body"), body));
			}
		}
		List<RecordedConversation> conversations = new ArrayList<>();
		byName.forEach((name, exchanges) -> {
			if (exchanges.stream().anyMatch(Exchange::isOfInterest)) {
				exchanges.sort(Comparator.comparingInt(Exchange::place));
				conversations.add(new RecordedConversation(name, List.copyOf(exchanges)));
			}
		});
		return conversations;
	}

	/**
	 * Return the exchanges that one call of the template has to make: the first, and
	 * those that only add results of tools to the one before.
	 */
	List<List<Exchange>> calls() {
		List<List<Exchange>> calls = new ArrayList<>();
		Exchange previous = null;
		for (Exchange exchange : this.exchanges) {
			if (previous == null || !exchange.onlyAddsResultsTo(previous)) {
				calls.add(new ArrayList<>());
			}
			calls.get(calls.size() - 1).add(exchange);
			previous = exchange;
		}
		return calls;
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * A request and its answer.
	 *
	 * @param place the place in the conversation, from 1
	 * @param request the JSON that was sent
	 * @param answer what came
	 */
	record Exchange(int place, JsonNode request, Body answer) {

		boolean isOfInterest() {
			return !this.request.path("tools").isEmpty() || this.request.has("response_format");
		}

		boolean isStreamed() {
			return this.request.path("stream").asBoolean(false);
		}

		List<JsonNode> messages() {
			return this.request.path("messages").valueStream().toList();
		}

		/**
		 * Return whether this request is the earlier one with its answer and the results
		 * of the tools that the answer asks for.
		 */
		boolean onlyAddsResultsTo(Exchange earlier) {
			List<JsonNode> known = earlier.messages();
			List<JsonNode> all = messages();
			return all.size() > known.size() + 1 && all.subList(0, known.size()).equals(known)
					&& "assistant".equals(all.get(known.size()).path("role").asString())
					&& this.request.path("tools").equals(earlier.request().path("tools"))
					&& all.subList(known.size() + 1, all.size())
						.stream()
						.allMatch((message) -> "tool".equals(message.path("role").asString()));
		}

	}

}
