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

import org.springframework.web.util.UriBuilder;

/**
 * Where an API is served, behind a base URL of any form that is in use.
 */
final class Endpoints {

	/**
	 * Where the beta of an API is served, behind the host.
	 */
	static final String BETA = "/beta";

	private static final String VERSION = "/v1";

	private Endpoints() {
	}

	/**
	 * Return the address of an API. What is beta is served beside {@code /v1}, not below
	 * it, and below a base URL that is the one of the beta itself.
	 * @param appended the base URL with the API's path behind it
	 * @param path the API's path, with {@value #BETA} in front for what is beta
	 * @return the address
	 */
	static URI resolve(UriBuilder appended, String path) {
		URI plain = appended.build();
		if (!path.startsWith(BETA + "/")) {
			return plain;
		}
		String whole = plain.getPath();
		String base = whole.substring(0, whole.length() - path.length());
		if (base.endsWith(BETA) || base.endsWith(BETA + VERSION)) {
			return appended.replacePath(base + path.substring(BETA.length())).build();
		}
		if (base.endsWith(VERSION)) {
			return appended.replacePath(base.substring(0, base.length() - VERSION.length()) + path).build();
		}
		return plain;
	}

}
