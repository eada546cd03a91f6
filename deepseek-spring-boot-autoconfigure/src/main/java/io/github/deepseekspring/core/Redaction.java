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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.util.HtmlUtils;

/**
 * Masks in a server's text what it echoes of the request: the API key and any 12
 * characters or more of the request's texts, also where they come escaped. Works only
 * when a call has failed.
 */
final class Redaction {

	/**
	 * The longest text that is kept.
	 */
	static final int MAX_TEXT = 512;

	private static final String MASK = "***";

	private static final String MODEL = "model";

	private static final int ECHO = 12;

	private static final int FACTOR = 31;

	private static final int MAX_READ = 8 * MAX_TEXT;

	private static final int MAX_ESCAPES = 8;

	private static final Pattern KEYS = Pattern.compile("(?i)\\bsk-[a-z0-9_-]{6,}|(?<=api key: )\\S+");

	private static final Pattern MARKUP = Pattern.compile("(?is)<(script|style)\\b.*?</\\1\\s*>|<!--.*?-->|<[^>]*>");

	private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|([\"\\\\/bfnrt]))");

	private static final Pattern WHITESPACE = Pattern.compile("\\s+");

	private final String apiKey;

	private final byte[] request;

	private final JsonMapper mapper;

	Redaction(String apiKey, byte[] request, JsonMapper mapper) {
		this.apiKey = apiKey;
		this.request = request;
		this.mapper = mapper;
	}

	/**
	 * Return a text that can be shown: markup, escapes and line breaks gone, echoes
	 * masked, at most {@value #MAX_TEXT} characters.
	 */
	String clean(String text) {
		String whole = text.replace(this.apiKey, MASK);
		boolean cut = whole.length() > MAX_READ;
		String plain = cut ? whole.substring(0, MAX_READ) : whole;
		if (plain.stripLeading().startsWith("<")) {
			plain = MARKUP.matcher(plain).replaceAll(" ");
		}
		plain = plain(plain).strip();
		if (cut) {
			// The beginning of an echo that was cut off is too short to be found
			plain = plain.substring(0, Math.max(0, plain.length() - ECHO));
		}
		plain = maskEchoes(KEYS.matcher(plain.replace(this.apiKey, MASK)).replaceAll(MASK));
		return (plain.length() > MAX_TEXT) ? plain.substring(0, MAX_TEXT) + "..." : plain;
	}

	/**
	 * Return a text without the escapes of JSON and HTML, however often they were
	 * applied, and with single spaces: the same for all ways to write it.
	 */
	private static String plain(String text) {
		String plain = text;
		for (int i = 0; i < MAX_ESCAPES && (plain.indexOf('\\') >= 0 || plain.indexOf('&') >= 0); i++) {
			String unescaped = ESCAPE.matcher(HtmlUtils.htmlUnescape(plain))
				.replaceAll((escape) -> Matcher.quoteReplacement(character(escape)));
			if (unescaped.equals(plain)) {
				break;
			}
			plain = unescaped;
		}
		return WHITESPACE.matcher(plain).replaceAll(" ");
	}

	private static String character(MatchResult escape) {
		if (escape.group(1) != null) {
			return String.valueOf((char) Integer.parseInt(escape.group(1), 16));
		}
		String character = escape.group(2);
		return "bfnrt".contains(character) ? " " : character;
	}

	private String maskEchoes(String text) {
		boolean[] echoed = new boolean[text.length()];
		Map<Integer, List<Integer>> windows = windows(text);
		if (!windows.isEmpty()) {
			requestTexts().forEach((requestText) -> markEchoes(text, windows, plain(requestText), echoed));
		}
		StringBuilder masked = new StringBuilder(text.length());
		for (int i = 0; i < echoed.length; i++) {
			if (!echoed[i]) {
				masked.append(text.charAt(i));
			}
			else if (i == 0 || !echoed[i - 1]) {
				masked.append(MASK);
			}
		}
		return masked.toString();
	}

	/**
	 * Return where in a text each run of {@value #ECHO} characters begins, by its hash.
	 */
	private static Map<Integer, List<Integer>> windows(String text) {
		Map<Integer, List<Integer>> windows = new HashMap<>();
		for (int start = 0; start + ECHO <= text.length(); start++) {
			windows.computeIfAbsent(text.substring(start, start + ECHO).hashCode(), (hash) -> new ArrayList<>())
				.add(start);
		}
		return windows;
	}

	/**
	 * Go through a request's text once, however long it is, with a rolling hash.
	 */
	private static void markEchoes(String text, Map<Integer, List<Integer>> windows, String requestText,
			boolean[] echoed) {
		int highest = 1;
		for (int i = 1; i < ECHO; i++) {
			highest *= FACTOR;
		}
		int hash = 0;
		for (int end = 0; end < requestText.length(); end++) {
			if (end >= ECHO) {
				hash -= highest * requestText.charAt(end - ECHO);
			}
			hash = FACTOR * hash + requestText.charAt(end);
			if (end + 1 >= ECHO) {
				int start = end + 1 - ECHO;
				List<Integer> positions = windows.get(hash);
				if (positions != null) {
					positions.removeIf((position) -> mark(text, position, requestText, start, echoed));
				}
			}
		}
	}

	private static boolean mark(String text, int position, String requestText, int start, boolean[] echoed) {
		boolean echo = text.regionMatches(position, requestText, start, ECHO);
		if (echo) {
			Arrays.fill(echoed, position, position + ECHO, true);
		}
		return echo;
	}

	/**
	 * Return all texts of the request but the model, which no user has written.
	 */
	private List<String> requestTexts() {
		List<String> texts = new ArrayList<>();
		try {
			this.mapper.readTree(this.request).properties().forEach((property) -> {
				if (!MODEL.equals(property.getKey())) {
					collect(property.getValue(), texts);
				}
			});
		}
		catch (JacksonException ex) {
			return List.of();
		}
		return texts;
	}

	private static void collect(JsonNode node, List<String> texts) {
		if (node.isString()) {
			texts.add(node.stringValue());
		}
		node.forEach((child) -> collect(child, texts));
	}

}
