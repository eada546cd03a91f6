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

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The connection details that the properties tell.
 */
final class PropertiesDeepSeekConnectionDetails implements DeepSeekConnectionDetails {

	private final DeepSeekProperties properties;

	private final @Nullable SslBundles sslBundles;

	PropertiesDeepSeekConnectionDetails(DeepSeekProperties properties, @Nullable SslBundles sslBundles) {
		this.properties = properties;
		this.sslBundles = sslBundles;
	}

	@Override
	public URI getBaseUrl() {
		return this.properties.baseUrl();
	}

	@Override
	public String getApiKey() {
		String apiKey = this.properties.apiKey();
		return (apiKey != null) ? apiKey : "";
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		String bundle = this.properties.ssl().bundle();
		if (bundle == null || bundle.isEmpty()) {
			return null;
		}
		if (this.sslBundles == null) {
			throw new InvalidConfigurationPropertyValueException("deepseek.ssl.bundle", bundle,
					"There are no SSL bundles.");
		}
		return this.sslBundles.getBundle(bundle);
	}

}
