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

import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.chat.Usage.PromptTokensDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenUsage}.
 */
class TokenUsageTests {

	@Test
	void hitsAndMissesAreThoseThatWereTold() {
		assertThat(TokenUsage.of(usage(100, 7, 60, 40, null))).contains(new TokenUsage(60, 40, 7));
		assertThat(TokenUsage.of(usage(100, 7, null, null, new PromptTokensDetails(60, null, null))))
			.contains(new TokenUsage(60, 40, 7));
		assertThat(TokenUsage.of(usage(100, 7, null, null, new PromptTokensDetails(null, 60, 40))))
			.contains(new TokenUsage(60, 40, 7));
		assertThat(TokenUsage.of(usage(null, 7, 60, 40, null))).contains(new TokenUsage(60, 40, 7));
	}

	@Test
	void whenHitsWereNotToldThenThereAreNone() {
		assertThat(TokenUsage.of(usage(100, 7, null, null, null))).contains(new TokenUsage(0, 100, 7));
	}

	@Test
	void whenTheServerToldTooLittleThenThereIsNoUsage() {
		assertThat(TokenUsage.of(null)).isEmpty();
		assertThat(TokenUsage.of(usage(null, null, null, null, null))).isEmpty();
		assertThat(TokenUsage.of(usage(null, 7, null, null, null))).isEmpty();
		assertThat(TokenUsage.of(usage(null, 7, 60, null, null))).isEmpty();
		assertThat(TokenUsage.of(usage(100, null, 60, 40, null))).isEmpty();
	}

	@Test
	void whenTheServerToldNonsenseThenThereIsNoUsage() {
		assertThat(TokenUsage.of(usage(100, -1, 60, 40, null))).isEmpty();
		assertThat(TokenUsage.of(usage(100, 7, -60, 40, null))).isEmpty();
		assertThat(TokenUsage.of(usage(100, 7, 60, -40, null))).isEmpty();
	}

	@Test
	void whenTokensAreNegativeThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenUsage(-1, 0, 0))
			.withMessage("'cacheHit' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenUsage(0, -1, 0))
			.withMessage("'cacheMiss' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenUsage(0, 0, -1))
			.withMessage("'output' must not be negative");
	}

	private static Usage usage(@Nullable Integer prompt, @Nullable Integer completion, @Nullable Integer hit,
			@Nullable Integer miss, @Nullable PromptTokensDetails details) {
		return new Usage(prompt, completion, null, hit, miss, details, null);
	}

}
