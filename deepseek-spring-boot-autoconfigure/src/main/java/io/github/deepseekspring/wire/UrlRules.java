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

import java.util.Locale;

import io.github.deepseekspring.InvalidRequestException;

/**
 * The rules for the URLs of images.
 *
 * @since 0.1.0
 */
public final class UrlRules {

	private static final int MAX_LENGTH = 8192;

	private UrlRules() {
	}

	/**
	 * Refuse a URL that DeepSeek cannot fetch.
	 * @param field the field in the spelling of the wire
	 * @param url the URL: {@code http} or {@code https}, at most 8192 characters
	 * @param reason what is said of another scheme
	 * @throws InvalidRequestException if the URL has another scheme or is too long
	 */
	public static void fetchable(String field, String url, String reason) {
		RequestRules.check(hasScheme(url, "http://") || hasScheme(url, "https://"), field, reason);
		RequestRules.check(url.length() <= MAX_LENGTH, field,
				"it has " + url.length() + " characters, at most " + MAX_LENGTH + " are allowed");
	}

	/**
	 * Return whether a URL has a scheme, in upper or lower case, and something behind it.
	 * @param url the URL
	 * @param scheme the scheme in lower case, with what divides it from the rest
	 * @return whether the URL begins with it and is longer
	 */
	public static boolean hasScheme(String url, String scheme) {
		return url.length() > scheme.length()
				&& url.substring(0, scheme.length()).toLowerCase(Locale.ROOT).equals(scheme);
	}

}
