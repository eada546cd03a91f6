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

package io.github.deepseekspring.token;

import org.springframework.util.Assert;

/**
 * Estimates tokens by the rule that DeepSeek documents: 0.3 tokens for an English
 * character and 0.6 for a Chinese one, rounded up. English characters are those of ASCII,
 * with blanks, digits and punctuation. Every other {@code char} counts like a Chinese
 * one, so that a character outside the Basic Multilingual Plane, as most emoji are,
 * counts 1.2.
 * <p>
 * Needs no tokenizer, never blocks, and may be used by any number of threads.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/token_usage">Token and token
 * usage</a>
 */
public final class TokenEstimator implements TokenCounter {

	private static final char LAST_ENGLISH = 0x7F;

	private static final int TENTHS_OF_ENGLISH = 3;

	private static final int TENTHS_OF_CHINESE = 6;

	@Override
	public int count(String text) {
		Assert.notNull(text, "'text' must not be null");
		long tenths = 0;
		for (int i = 0; i < text.length(); i++) {
			tenths += (text.charAt(i) <= LAST_ENGLISH) ? TENTHS_OF_ENGLISH : TENTHS_OF_CHINESE;
		}
		return (int) ((tenths + 9) / 10);
	}

}
