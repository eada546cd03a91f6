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

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.util.HtmlUtils;

/**
 * Masks in a server's text the API key, the data of files, and what it repeats of the
 * texts of users in the request. Works only when a call has failed.
 */
final class Redaction {

	/**
	 * The longest text that is shown.
	 */
	static final int MAX_TEXT = 512;

	/**
	 * Stands for what is not shown.
	 */
	static final String MASK = "***";

	private static final String CUT = "...";

	private static final int MAX_READ = 8 * MAX_TEXT;

	/**
	 * How much goes from the end of a text that was cut: the beginning of an echo there
	 * is too short to be found.
	 */
	private static final int CUT_EDGE = 64;

	private static final int MAX_ESCAPES = 8;

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\-\\[\\]]{1,64}");

	private static final Pattern SECRETS = Pattern
		.compile("(?i)\\bsk-[a-z0-9_-]{6,}|(?<=api key: )\\S+|\\bdata:[^\\s,]{1,128},\\S+");

	/**
	 * The data of a file that does not say so: a long run with digits and letters of both
	 * cases near its beginning.
	 */
	private static final Pattern BASE64 = Pattern.compile("(?<![A-Za-z0-9+/])(?=[A-Za-z+/]{0,64}[0-9])"
			+ "(?=[A-Z0-9+/]{0,64}[a-z])(?=[a-z0-9+/]{0,64}[A-Z])[A-Za-z0-9+/]{64,}={0,2}");

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
	 * masked, at most {@value #MAX_TEXT} characters. Reads the whole request, and so is
	 * for the one text of a failure.
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
			plain = plain.substring(0, Math.max(0, plain.length() - CUT_EDGE));
		}
		plain = maskEchoes(maskSecrets(plain));
		return (plain.length() > MAX_TEXT) ? plain.substring(0, MAX_TEXT - CUT.length()) + CUT : plain;
	}

	/**
	 * Return a value that is shown only if it can be a name, such as that of a field.
	 */
	String cleanName(String value) {
		return (NAME.matcher(value).matches() && maskSecrets(value).equals(value)) ? value : MASK;
	}

	/**
	 * Return a text without the escapes of JSON and HTML, however often they were
	 * applied, and with single spaces.
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

	private String maskSecrets(String text) {
		String keyless = SECRETS.matcher(text.replace(this.apiKey, MASK)).replaceAll(MASK);
		return BASE64.matcher(keyless).replaceAll(MASK);
	}

	private String maskEchoes(String text) {
		Echoes echoes = new Echoes(text);
		try {
			new UserTexts(this.request, this.mapper).compareWith(echoes);
		}
		catch (JacksonException ex) {
			return MASK;
		}
		return echoes.mask(MASK);
	}

}
