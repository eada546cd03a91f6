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
import java.util.regex.Pattern;

import io.github.deepseekspring.InvalidUserIdException;

/**
 * Makes user ids of whatever the name of a user is: each is one that DeepSeek takes, or
 * is refused.
 */
public final class UserIdFuzz {

	private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_-]{1,512}");

	private static final UserIdEncoder HMAC = HmacUserIdEncoder.withSecret("a secret that is long enough for everyone");

	private static final UserIdEncoder PLAIN = new PlainUserIdEncoder();

	private UserIdFuzz() {
	}

	/**
	 * Encode.
	 * @param input a name, as UTF-16 where the first byte is odd and as UTF-8 otherwise
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		boolean wide = input.length > 0 && input[0] % 2 != 0;
		String name = new String(input, wide ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
		if (!name.isEmpty()) {
			String encoded = HMAC.encode(name).value();
			if (encoded.length() != 43 || !VALID.matcher(encoded).matches()
					|| !encoded.equals(HMAC.encode(name).value())) {
				throw new AssertionError(encoded);
			}
		}
		boolean valid = VALID.matcher(name).matches();
		try {
			String plain = PLAIN.encode(name).value();
			if (!valid || !plain.equals(name)) {
				throw new AssertionError(plain);
			}
		}
		catch (InvalidUserIdException ex) {
			if (valid || (name.length() > 3 && String.valueOf(ex.getMessage()).contains(name))) {
				throw new AssertionError("Refused", ex);
			}
		}
	}

}
