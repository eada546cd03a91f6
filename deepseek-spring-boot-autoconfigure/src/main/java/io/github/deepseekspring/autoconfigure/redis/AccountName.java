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

package io.github.deepseekspring.autoconfigure.redis;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.deepseekspring.autoconfigure.DeepSeekConnectionDetails;
import io.github.deepseekspring.autoconfigure.DeepSeekProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Finds the name under which all instances of an account keep its limits.
 */
final class AccountName {

	private static final String PREFIX = "deepseek.concurrency.shared.";

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final String ALGORITHM = "HmacSHA256";

	private static final String DERIVATION_LABEL = "deepseek-spring-boot account v1";

	/**
	 * 96 bits: enough to tell accounts apart.
	 */
	private static final int HASH_LENGTH = 16;

	private AccountName() {
	}

	/**
	 * Return the name.
	 * @param properties tell the name, or {@code null} for one that is derived from the
	 * API key and does not tell it
	 * @param connectionDetails know the API key
	 * @return the name, 1 to 64 characters out of A-Z, a-z, 0-9, '.', '_' and '-'
	 */
	static String of(DeepSeekProperties.Shared properties, DeepSeekConnectionDetails connectionDetails) {
		String accountId = properties.accountId();
		if (accountId == null) {
			return hash(requireApiKey(properties, connectionDetails.getApiKey()));
		}
		if (!NAME.matcher(accountId).matches()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "account-id", accountId,
					"The name must have 1 to 64 characters out of A-Z, a-z, 0-9, '.', '_' and '-'.");
		}
		return accountId;
	}

	private static String requireApiKey(DeepSeekProperties.Shared properties, @Nullable String apiKey) {
		if (apiKey == null || apiKey.isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "type", properties.type(),
					"Limits are shared under a name of the account, which is derived from the API key, and there is "
							+ "none. Set 'deepseek.api-key', or give the account a name with '" + PREFIX
							+ "account-id'.");
		}
		return apiKey;
	}

	private static String hash(String apiKey) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(apiKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
			byte[] hash = mac.doFinal(DERIVATION_LABEL.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().encodeToString(hash).substring(0, HASH_LENGTH);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The Java runtime lacks " + ALGORITHM, ex);
		}
	}

}
