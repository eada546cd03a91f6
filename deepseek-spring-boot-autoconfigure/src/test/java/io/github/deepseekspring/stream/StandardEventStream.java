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

import org.jspecify.annotations.Nullable;

/**
 * The algorithm of the <a href=
 * "https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">HTML
 * standard</a> as it stands there, line by line, over a whole body. It ends at the first
 * line that is not even the name of a field, which is noise.
 */
final class StandardEventStream {

	private final List<Event> events = new ArrayList<>();

	private final StringBuilder data = new StringBuilder();

	private String type = "";

	private String lastEventId = "";

	private boolean noisy;

	private StandardEventStream() {
	}

	static StandardEventStream of(byte[] body) {
		StandardEventStream stream = new StandardEventStream();
		String text = new String(body, StandardCharsets.ISO_8859_1);
		String rest = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
		while (!stream.noisy) {
			int end = 0;
			while (end < rest.length() && rest.charAt(end) != '\n' && rest.charAt(end) != '\r') {
				end++;
			}
			if (end == rest.length()) {
				break;
			}
			stream.line(rest.substring(0, end));
			rest = rest.substring(rest.startsWith("\r\n", end) ? end + 2 : end + 1);
		}
		return stream;
	}

	private void line(String line) {
		if (line.isEmpty()) {
			dispatch();
		}
		else if (!line.startsWith(":")) {
			int colon = line.indexOf(':');
			if (colon < 0) {
				field(line, "");
			}
			else {
				String value = line.substring(colon + 1);
				field(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
			}
		}
	}

	private void field(String name, String value) {
		if (name.equals("event")) {
			this.type = value;
		}
		else if (name.equals("data")) {
			this.data.append(value).append('\n');
		}
		else if (!name.equals("id")) {
			this.noisy = !name.matches("[a-zA-Z][a-zA-Z0-9_-]*");
		}
		else if (value.indexOf('\0') < 0) {
			this.lastEventId = value;
		}
	}

	private void dispatch() {
		if (!this.data.isEmpty()) {
			this.data.setLength(this.data.length() - 1);
			this.events.add(Event.of(utf8(this.type), utf8(this.lastEventId), this.data.toString()));
		}
		this.data.setLength(0);
		this.type = "";
	}

	private static String utf8(String bytes) {
		return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

	List<Event> events() {
		return this.events;
	}

	/**
	 * Return whether noise ended it.
	 */
	boolean isNoisy() {
		return this.noisy;
	}

	/**
	 * An event.
	 *
	 * @param type its type, empty for the usual one
	 * @param lastEventId the identifier that was told last, empty for none
	 * @param data its data, with a character for each byte
	 */
	record Event(String type, String lastEventId, String data) {

		static Event of(@Nullable String type, @Nullable String lastEventId, String data) {
			return new Event((type != null) ? type : "", (lastEventId != null) ? lastEventId : "", data);
		}

	}

}
