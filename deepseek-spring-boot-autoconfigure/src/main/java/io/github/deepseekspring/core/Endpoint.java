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

import java.net.URI;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.UriBuilder;

/**
 * Where an API is served, behind a base URL of any form that is in use, and which header
 * tells it whose the request is.
 *
 * @param method the method of the requests
 * @param place what the path is below
 * @param path the path below the place
 * @param headers what every request tells besides
 */
record Endpoint(HttpMethod method, Place place, String path, Map<String, String> headers) {

	/**
	 * The header of the key where it is not the one of HTTP itself.
	 */
	static final String API_KEY = "x-api-key";

	private static final String VERSION = "/v1";

	private static final String BETA = "/beta";

	private static final String ANTHROPIC = "/anthropic";

	Endpoint(HttpMethod method, Place place, String path) {
		this(method, place, path, Map.of());
	}

	/**
	 * Return the path that is told where an address is not of interest.
	 */
	String template() {
		return switch (this.place) {
			case BASE, HOST -> this.path;
			case BETA -> BETA + this.path;
			case ANTHROPIC -> ANTHROPIC + this.path;
		};
	}

	/**
	 * Return the address.
	 * @param appended the base URL with {@link #template()} behind it
	 * @return the address
	 */
	URI resolve(UriBuilder appended) {
		URI plain = appended.build();
		String whole = plain.getPath();
		String base = whole.substring(0, whole.length() - template().length());
		String address = switch (this.place) {
			case BASE -> (base.endsWith(ANTHROPIC) || base.endsWith(ANTHROPIC + VERSION)) ? host(base) : base;
			case HOST -> host(base);
			case BETA -> (base.endsWith(BETA) || base.endsWith(BETA + VERSION)) ? base : host(base) + BETA;
			case ANTHROPIC -> host(base) + ANTHROPIC;
		} + this.path;
		return address.equals(whole) ? plain : appended.replacePath(address).build();
	}

	/**
	 * Return what is left of a base URL's path without that of the API itself.
	 */
	private static String host(String base) {
		for (String known : new String[] { VERSION, BETA, ANTHROPIC }) {
			if (base.endsWith(known)) {
				return host(base.substring(0, base.length() - known.length()));
			}
		}
		return base;
	}

	/**
	 * Add the key to the headers of requests.
	 */
	void authenticate(HttpHeaders headers, String apiKey) {
		if (this.place == Place.ANTHROPIC) {
			headers.set(API_KEY, apiKey);
		}
		else {
			headers.setBearerAuth(apiKey);
		}
	}

	/**
	 * What the path of an endpoint is below.
	 */
	enum Place {

		/**
		 * The base URL as it is, with the {@code /v1} or {@code /beta} that it may have.
		 */
		BASE,

		/**
		 * The host itself, beside {@code /v1} and {@code /beta}.
		 */
		HOST,

		/**
		 * The beta, beside {@code /v1}, or the base URL that is itself the one of the
		 * beta.
		 */
		BETA,

		/**
		 * The Anthropic-style API, beside {@code /v1} and {@code /beta}.
		 */
		ANTHROPIC

	}

}
