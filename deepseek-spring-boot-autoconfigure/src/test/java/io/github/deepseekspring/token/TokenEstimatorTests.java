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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenEstimator}.
 */
class TokenEstimatorTests {

	private final TokenEstimator estimator = new TokenEstimator();

	@ParameterizedTest
	@CsvSource(ignoreLeadingAndTrailingWhitespace = false,
			value = { "'',0", "a,1", "abc,1", "abcd,2", "abcdefghij,3", "abcdefghijk,4", "中,1", "中文,2", "中文字,2",
					"中文字中文,3", "中a,1", "中ab,2", "é,1", "ééé,2", "😀,2", "' ',1", "'\n\n\n\n',2" })
	void roundsUpWhatTheCharactersAddUpTo(String text, int tokens) {
		assertThat(this.estimator.count(text)).isEqualTo(tokens);
	}

	@Test
	void longTextsDoNotOverflow() {
		assertThat(this.estimator.count("中".repeat(50_000_000))).isEqualTo(30_000_000);
	}

	@Test
	@SuppressWarnings("NullAway")
	void whenTextIsNullThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.estimator.count((String) null))
			.withMessage("'text' must not be null");
	}

}
