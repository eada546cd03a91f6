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

package io.github.deepseekspring.concurrency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * Names that are known to the store of the shared limits.
 */
final class LeaseNames {

	private static final int LENGTH_OF_HASH = 12;

	private static final int LENGTH_OF_INSTANCE = 9;

	private LeaseNames() {
	}

	/**
	 * Return 16 characters that stand for a {@code user_id} and do not tell it.
	 */
	static String hash(String userId) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(userId.getBytes(StandardCharsets.UTF_8));
			return encode(Arrays.copyOf(hash, LENGTH_OF_HASH));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

	/**
	 * Return a name that no other instance has.
	 */
	static String instance() {
		byte[] random = new byte[LENGTH_OF_INSTANCE];
		new SecureRandom().nextBytes(random);
		return encode(random);
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
