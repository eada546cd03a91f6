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

import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CountSet}.
 */
class CountSetTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 63, 64, 2500, 4096, 1_000_000 })
	void shouldFindTheLowestNumber(int highest) {
		CountSet set = new CountSet(highest);
		TreeSet<Integer> expected = new TreeSet<>();
		Random random = new Random(highest);
		assertThat(set.lowest()).isEqualTo(-1);
		for (int i = 0; i < 10_000; i++) {
			int number = (i == 0) ? highest : random.nextInt(highest + 1);
			if (random.nextInt(100) < 40) {
				set.add(number);
				expected.add(number);
			}
			else if (!expected.isEmpty()) {
				set.remove(expected.first());
				expected.pollFirst();
			}
			assertThat(set.lowest()).isEqualTo(expected.isEmpty() ? -1 : expected.first());
		}
	}

}
