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

package io.github.deepseekspring.samples.benchmark.client;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names and values that processes exchange, as a line such as
 * {@code chunks=500 errors=0}.
 *
 * @since 0.1.0
 */
public final class Values {

	private final Map<String, String> values = new LinkedHashMap<>();

	/**
	 * Read a line.
	 * @param line pairs separated by blanks
	 * @return what it says
	 */
	public static Values parse(String line) {
		Values parsed = new Values();
		for (String pair : line.split(" ", -1)) {
			int separator = pair.indexOf('=');
			if (separator > 0) {
				parsed.values.put(pair.substring(0, separator),
						URLDecoder.decode(pair.substring(separator + 1), StandardCharsets.UTF_8));
			}
		}
		return parsed;
	}

	/**
	 * Add a value.
	 * @param name a name without blanks
	 * @param value the value, of which the text is kept
	 * @return these values
	 */
	public Values with(String name, Object value) {
		this.values.put(name, value.toString());
		return this;
	}

	/**
	 * Return a text.
	 * @param name its name
	 * @param fallback what to return if there is none
	 * @return the text
	 */
	public String text(String name, String fallback) {
		return this.values.getOrDefault(name, fallback);
	}

	/**
	 * Return a number.
	 * @param name its name
	 * @param fallback what to return if there is none
	 * @return the number
	 */
	public long number(String name, long fallback) {
		String value = this.values.get(name);
		return (value != null) ? Long.parseLong(value) : fallback;
	}

	/**
	 * Return a number that must be there.
	 * @param name its name
	 * @return the number
	 */
	public long number(String name) {
		String value = this.values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("There is no '" + name + "' in: " + this);
		}
		return Long.parseLong(value);
	}

	/**
	 * Return the line that {@link #parse(String)} reads.
	 */
	@Override
	public String toString() {
		StringBuilder line = new StringBuilder();
		this.values.forEach((name, value) -> line.append((line.length() > 0) ? " " : "")
			.append(name)
			.append('=')
			.append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
		return line.toString();
	}

}
