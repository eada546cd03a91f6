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

import io.github.deepseekspring.InvalidUserIdException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PlainUserIdEncoder}.
 */
class PlainUserIdEncoderTests {

	private final PlainUserIdEncoder encoder = new PlainUserIdEncoder();

	@Test
	void sendsTheNameItself() {
		assertThat(this.encoder.encode("user-4711_x").value()).isEqualTo("user-4711_x");
	}

	@Test
	void whenNameBreaksTheRuleThenFailsWithoutShowingIt() {
		assertThatExceptionOfType(InvalidUserIdException.class)
			.isThrownBy(() -> this.encoder.encode("alice@example.com"))
			.withMessageContaining("character 6 is not allowed")
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("alice").doesNotContain("example.com"));
	}

}
