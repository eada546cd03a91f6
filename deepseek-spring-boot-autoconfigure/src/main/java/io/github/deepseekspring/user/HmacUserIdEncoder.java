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

package io.github.deepseekspring.user;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.util.Assert;
import org.springframework.util.ConcurrentLruCache;

/**
 * Sends the HMAC-SHA-256 of the name's UTF-8 bytes, in base64url without padding: 43
 * characters that are the same for the same name and key, and that lead back to the name
 * for nobody without the key. The ids of the 10,000 names that were last asked for are
 * remembered, as long as the encoder is.
 *
 * @since 0.1.0
 */
public final class HmacUserIdEncoder implements UserIdEncoder {

	private static final String ALGORITHM = "HmacSHA256";

	private static final String DERIVATION_LABEL = "deepseek-spring-boot user_id v1";

	/**
	 * With names of usual length these are about three megabytes.
	 */
	static final int MAX_CACHED = 10_000;

	/**
	 * Longer names are no names, and are not worth the memory.
	 */
	static final int MAX_CACHED_LENGTH = 256;

	private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

	private final SecretKeySpec key;

	private final Mac prototype;

	private final ConcurrentLruCache<String, UserId> cache = new ConcurrentLruCache<>(MAX_CACHED, this::compute);

	private HmacUserIdEncoder(byte[] key) {
		this.key = new SecretKeySpec(key, ALGORITHM);
		this.prototype = createMac(this.key);
	}

	/**
	 * Create an encoder whose key is a secret of its own.
	 * @param secret the secret, not empty; best 32 random bytes or more in any text form.
	 * Another secret means other ids
	 * @return the encoder
	 */
	public static HmacUserIdEncoder withSecret(String secret) {
		Assert.hasText(secret, "'secret' must not be empty");
		return new HmacUserIdEncoder(secret.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Create an encoder whose key is derived from an API key, so that neither tells the
	 * other. Another API key means other ids.
	 * @param apiKey the API key, not empty
	 * @return the encoder
	 */
	public static HmacUserIdEncoder derivedFromApiKey(String apiKey) {
		Assert.hasText(apiKey, "'apiKey' must not be empty");
		Mac mac = createMac(new SecretKeySpec(apiKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
		return new HmacUserIdEncoder(mac.doFinal(DERIVATION_LABEL.getBytes(StandardCharsets.UTF_8)));
	}

	@Override
	public UserId encode(String name) {
		Assert.hasLength(name, "'name' must not be empty");
		return (name.length() <= MAX_CACHED_LENGTH) ? this.cache.get(name) : compute(name);
	}

	private UserId compute(String name) {
		byte[] hash = keyedMac().doFinal(name.getBytes(StandardCharsets.UTF_8));
		return UserId.of(BASE64_URL.encodeToString(hash));
	}

	/**
	 * A clone spares the search through the security providers and the key schedule. The
	 * prototype itself is never fed, so that any number of threads may clone it.
	 */
	private Mac keyedMac() {
		try {
			return (Mac) this.prototype.clone();
		}
		catch (CloneNotSupportedException ex) {
			return createMac(this.key);
		}
	}

	private static Mac createMac(SecretKeySpec key) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The Java runtime lacks " + ALGORITHM, ex);
		}
	}

}
