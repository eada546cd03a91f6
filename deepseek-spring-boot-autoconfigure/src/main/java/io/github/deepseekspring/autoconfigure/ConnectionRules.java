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

package io.github.deepseekspring.autoconfigure;

import java.net.URI;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Rules for API keys and addresses, wherever they come from. No message shows a key.
 */
final class ConnectionRules {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]",
			Pattern.CASE_INSENSITIVE);

	private static final char FIRST_VISIBLE = '!';

	private static final char LAST_VISIBLE = '~';

	private ConnectionRules() {
	}

	static String requireApiKey(DeepSeekConnectionDetails connectionDetails) {
		boolean fromProperty = connectionDetails instanceof PropertiesDeepSeekConnectionDetails;
		String source = fromProperty ? "the property 'deepseek.api-key'"
				: "the API key of the DeepSeekConnectionDetails bean";
		String apiKey = connectionDetails.getApiKey();
		if (apiKey == null || apiKey.isEmpty()) {
			throw new DeepSeekApiKeyMissingException(source + " is not set.");
		}
		return requireUsable(apiKey, source);
	}

	private static String requireUsable(String apiKey, String source) {
		if (apiKey.startsWith("${")) {
			throw invalidKey("There is a placeholder in " + source + " that could not be resolved.");
		}
		for (int i = 0; i < apiKey.length(); i++) {
			char character = apiKey.charAt(i);
			if (character < FIRST_VISIBLE || character > LAST_VISIBLE) {
				throw invalidKey("Character %d of %d in %s is %s.".formatted(i + 1, apiKey.length(), source,
						describe(character)));
			}
		}
		return apiKey;
	}

	private static InvalidDeepSeekCredentialsException invalidKey(String description) {
		return new InvalidDeepSeekCredentialsException(description,
				"Set the key again as DeepSeek shows it: visible ASCII characters only, "
						+ "without blanks, quotes or line breaks around it.");
	}

	private static String describe(char character) {
		return switch (character) {
			case ' ' -> "a blank";
			case '\n', '\r' -> "a line break";
			case '\t' -> "a tab";
			default -> "not a visible ASCII character (U+%04X)".formatted((int) character);
		};
	}

	static URI requireBaseUrl(DeepSeekConnectionDetails connectionDetails) {
		boolean fromProperty = connectionDetails instanceof PropertiesDeepSeekConnectionDetails;
		URI baseUrl = connectionDetails.getBaseUrl();
		String source = fromProperty ? "the property 'deepseek.base-url'."
				: "the URL of the DeepSeekConnectionDetails bean.";
		if (baseUrl.getRawUserInfo() != null) {
			throw misplacedCredentials("There is user information before the '@' in " + source);
		}
		if (baseUrl.getRawQuery() != null) {
			throw misplacedCredentials("There is a query behind the '?' in " + source);
		}
		String problem = problem(baseUrl);
		if (problem != null && fromProperty) {
			throw new InvalidConfigurationPropertyValueException("deepseek.base-url", baseUrl, problem);
		}
		if (problem != null) {
			throw new IllegalStateException("The URL of the DeepSeekConnectionDetails bean cannot be used. " + problem);
		}
		return baseUrl;
	}

	/**
	 * The value is not told, since it may hold a key.
	 */
	private static InvalidDeepSeekCredentialsException misplacedCredentials(String description) {
		return new InvalidDeepSeekCredentialsException(description,
				"Remove it. DeepSeek takes its API key from 'deepseek.api-key'.");
	}

	private static @Nullable String problem(URI baseUrl) {
		boolean http = "http".equalsIgnoreCase(baseUrl.getScheme()) || "https".equalsIgnoreCase(baseUrl.getScheme());
		if (!http || baseUrl.getHost() == null) {
			return "The URL must be absolute and begin with 'https://' or 'http://'.";
		}
		if (baseUrl.getRawFragment() != null) {
			return "The URL must have no fragment.";
		}
		return null;
	}

	/**
	 * Return whether a key that is sent to the address can be read on the way.
	 */
	static boolean isExposed(URI baseUrl) {
		return "http".equalsIgnoreCase(baseUrl.getScheme()) && !LOOPBACK.matcher(baseUrl.getHost()).matches();
	}

}
