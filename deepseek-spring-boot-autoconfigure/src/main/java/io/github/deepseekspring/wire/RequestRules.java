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

package io.github.deepseekspring.wire;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.deepseekspring.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * The rules that the requests of several of DeepSeek's APIs have in common. A field that
 * is {@code null} is not sent and breaks none.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create Chat
 * Completion</a>
 */
public final class RequestRules {

	/**
	 * The most tokens that a chat or a message can be answered with.
	 */
	public static final int MAX_TOKENS = 393216;

	private static final int MAX_STOPS = 16;

	private static final Pattern TOOL_NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private RequestRules() {
	}

	/**
	 * Refuse a request unless a rule is kept.
	 * @param valid whether the rule is kept
	 * @param field the field in the spelling of the wire
	 * @param reason what the rule wants, without the value
	 * @throws InvalidRequestException if the rule is broken
	 */
	public static void check(boolean valid, String field, String reason) {
		if (!valid) {
			throw InvalidRequestException.ofField(field, reason);
		}
	}

	/**
	 * Check {@code max_tokens}.
	 * @param value the value, or {@code null}
	 * @param most the most tokens that are allowed; at least one is
	 * @throws InvalidRequestException if the value is out of the range
	 */
	public static void maxTokens(@Nullable Integer value, int most) {
		check(value == null || (value >= 1 && value <= most), "max_tokens", "it must be from 1 to " + most);
	}

	/**
	 * Check {@code temperature} and {@code top_p}.
	 * @param temperature from 0 to 2, or {@code null}
	 * @param topP above 0 and at most 1, or {@code null}
	 * @throws InvalidRequestException if one of them is out of its range or no number
	 */
	public static void sampling(@Nullable Double temperature, @Nullable Double topP) {
		check(temperature == null || (temperature >= 0 && temperature <= 2), "temperature", "it must be from 0 to 2");
		check(topP == null || (topP > 0 && topP <= 1), "top_p", "it must be above 0 and at most 1");
	}

	/**
	 * Check the texts that end an answer.
	 * @param field the field in the spelling of the wire
	 * @param stops at most 16 texts, none of them empty, or {@code null}
	 * @throws InvalidRequestException if there are more, or naming the text that is empty
	 * or cannot be written
	 */
	public static void stops(String field, @Nullable List<String> stops) {
		if (stops == null) {
			return;
		}
		check(stops.size() <= MAX_STOPS, field, "there must be at most " + MAX_STOPS);
		for (int i = 0; i < stops.size(); i++) {
			String place = field + "[" + i + "]";
			check(stops.get(i) != null && !stops.get(i).isEmpty(), place, "it must not be empty");
			TextRules.wellFormed(place, stops.get(i));
		}
	}

	/**
	 * Check the name of a tool.
	 * @param field the field in the spelling of the wire
	 * @param name 1 to 128 characters out of {@code [A-Za-z0-9_-]}
	 * @throws InvalidRequestException if the name has others, or too many
	 */
	public static void toolName(String field, String name) {
		check(TOOL_NAME.matcher(name).matches(), field,
				"it must be 1 to 128 characters out of A-Z, a-z, 0-9, '_' and '-'");
	}

	/**
	 * Check that a stream is asked for where there are options of one.
	 * @param options the options, or {@code null}
	 * @param stream whether the answer is a stream, or {@code null} for none
	 * @throws InvalidRequestException if there are options and no stream
	 */
	public static void streamOptions(@Nullable Object options, @Nullable Boolean stream) {
		check(options == null || Boolean.TRUE.equals(stream), "stream_options",
				"it is allowed only when 'stream' is true");
	}

	/**
	 * Check that no extra field is one that the request has a property for.
	 * @param extra the extra fields
	 * @param own the fields with a property
	 * @throws InvalidRequestException naming the first such field
	 */
	public static void extra(Map<String, ?> extra, Set<String> own) {
		extra.keySet().forEach((name) -> extra(name, own.contains(name)));
	}

	/**
	 * Check that an extra field is none that the request has a property for.
	 * @param field the field in the spelling of the wire
	 * @param own whether the request has a property for it
	 * @throws InvalidRequestException if it has
	 */
	public static void extra(String field, boolean own) {
		check(!own, field, "it has a property of its own and cannot be an extra field");
	}

}
