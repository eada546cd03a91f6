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

package io.github.deepseekspring.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.stream.Frames.Event;

/**
 * The algorithm of the standard, line by line and without a thought for speed: what the
 * reader has to agree with.
 *
 * @see <a href=
 * "https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">Interpreting
 * an event stream</a>
 */
final class PlainEventStream {

	private final List<Event> events = new ArrayList<>();

	private final List<String> comments = new ArrayList<>();

	private final StringBuilder data = new StringBuilder();

	private String event = "";

	private String id = "";

	static PlainEventStream read(byte[] body) {
		PlainEventStream stream = new PlainEventStream();
		String text = new String(body, StandardCharsets.UTF_8);
		text = text.startsWith("\uFEFF") ? text.substring(1) : text;
		String lines = text.replace("\r\n", "\n").replace('\r', '\n');
		int start = 0;
		for (int end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', start)) {
			stream.line(lines.substring(start, end));
			start = end + 1;
		}
		return stream;
	}

	private void line(String line) {
		int colon = line.indexOf(':');
		if (line.isEmpty()) {
			dispatch();
		}
		else if (colon == 0) {
			this.comments.add(value(line, colon));
		}
		else if (colon > 0) {
			field(line.substring(0, colon), value(line, colon));
		}
		else {
			field(line, "");
		}
	}

	private static String value(String line, int colon) {
		return line.startsWith(" ", colon + 1) ? line.substring(colon + 2) : line.substring(colon + 1);
	}

	private void field(String name, String value) {
		if (name.equals("event")) {
			this.event = value;
		}
		else if (name.equals("data")) {
			this.data.append(value).append('\n');
		}
		else if (name.equals("id") && value.indexOf('\0') < 0) {
			this.id = value;
		}
	}

	private void dispatch() {
		if (!this.data.isEmpty()) {
			this.events.add(new Event(this.event.isEmpty() ? "message" : this.event,
					this.data.substring(0, this.data.length() - 1), this.id));
		}
		this.data.setLength(0);
		this.event = "";
	}

	List<Event> events() {
		return this.events;
	}

	List<String> comments() {
		return this.comments;
	}

}
