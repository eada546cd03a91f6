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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the server is to answer. It stands in the prompt, so that all clients can say it.
 *
 * @param chunks how many pieces of text a stream has
 * @param perFlush how many of them are written at a time
 * @param delayMillis how many milliseconds there are between two writes
 * @param keepAlives how many keep-alives come before the first chunk
 * @param keepAliveMillis how many milliseconds there are after each of them
 * @since 0.1.0
 */
public record Load(int chunks, int perFlush, int delayMillis, int keepAlives, int keepAliveMillis) {

	private static final Pattern PROMPT = Pattern
		.compile("chunks (\\d+) flush (\\d+) delay (\\d+) keepalives (\\d+) each (\\d+)");

	/**
	 * Create a load without pauses.
	 * @param chunks how many pieces of text a stream has
	 * @param perFlush how many of them are written at a time
	 * @return the load
	 */
	public static Load withoutPause(int chunks, int perFlush) {
		return new Load(chunks, perFlush, 0, 0, 0);
	}

	/**
	 * Find the load in a request.
	 * @param request the request's body
	 * @return the load
	 */
	public static Load find(CharSequence request) {
		Matcher matcher = PROMPT.matcher(request);
		if (!matcher.find()) {
			throw new IllegalArgumentException("The prompt does not say how to answer");
		}
		return new Load(number(matcher, 1), number(matcher, 2), number(matcher, 3), number(matcher, 4),
				number(matcher, 5));
	}

	private static int number(Matcher matcher, int group) {
		return Integer.parseInt(matcher.group(group));
	}

	/**
	 * Return the prompt that asks for such an answer.
	 * @return the prompt
	 */
	public String prompt() {
		return "chunks " + this.chunks + " flush " + this.perFlush + " delay " + this.delayMillis + " keepalives "
				+ this.keepAlives + " each " + this.keepAliveMillis;
	}

}
