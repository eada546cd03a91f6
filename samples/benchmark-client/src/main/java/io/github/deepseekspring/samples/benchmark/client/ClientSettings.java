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

import java.util.Map;

/**
 * What a client is to use.
 *
 * @param baseUrl the address of the server, without a slash at the end
 * @param apiKey a key that the server does not look at
 * @param model the model to ask for
 * @param options what else is different from the client's defaults; each client knows its
 * own
 * @since 0.1.0
 */
public record ClientSettings(String baseUrl, String apiKey, String model, Map<String, String> options) {

	/**
	 * Create settings.
	 * @param baseUrl the address of the server
	 * @param apiKey the key
	 * @param model the model
	 * @param options the options
	 */
	public ClientSettings {
		options = Map.copyOf(options);
	}

	/**
	 * Return whether an option has a value.
	 * @param option the name of the option
	 * @param value the value to compare with
	 * @return {@code true} if it is that one
	 */
	public boolean has(String option, String value) {
		return value.equals(this.options.get(option));
	}

}
