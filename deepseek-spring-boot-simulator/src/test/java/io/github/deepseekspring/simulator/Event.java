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

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * An event of a stream that names its events.
 *
 * @param name the name
 * @param data what it carries
 */
record Event(String name, JsonNode data) {

	/**
	 * Read the events of a stream; fails on anything that is neither an event nor a
	 * comment.
	 */
	static List<Event> all(String body) {
		List<Event> events = new ArrayList<>();
		for (String block : body.split("\n\n")) {
			if (!block.startsWith(":")) {
				String[] lines = block.split("\n");
				if (lines.length != 2 || !lines[0].startsWith("event: ") || !lines[1].startsWith("data: ")) {
					throw new IllegalStateException("Not an event: " + block);
				}
				events.add(new Event(lines[0].substring(7), Http.JSON.readTree(lines[1].substring(6))));
			}
		}
		return events;
	}

	static List<String> names(List<Event> events) {
		return events.stream().map(Event::name).distinct().toList();
	}

	/**
	 * Return what the deltas of one kind say together.
	 */
	static String text(List<Event> events, String member) {
		StringBuilder text = new StringBuilder();
		events.forEach((event) -> text.append(event.data().path("delta").path(member).asString("")));
		return text.toString();
	}

}
