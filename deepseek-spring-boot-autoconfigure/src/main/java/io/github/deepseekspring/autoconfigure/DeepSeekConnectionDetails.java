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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where DeepSeek is and how to be let in. A bean of this type replaces the properties
 * {@code deepseek.base-url}, {@code deepseek.api-key} and {@code deepseek.ssl.bundle}.
 * What they return is read when the context starts.
 *
 * @since 0.1.0
 */
public interface DeepSeekConnectionDetails extends ConnectionDetails {

	/**
	 * Return the address of the API.
	 * @return an absolute http or https URL without user information, query and fragment
	 */
	URI getBaseUrl();

	/**
	 * Return the API key.
	 * @return the key, visible ASCII characters only
	 */
	String getApiKey();

	/**
	 * Return the SSL bundle of the connections.
	 * @return the bundle, or {@code null} for the one of {@code spring.http.clients.*} if
	 * there is any
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
