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

package io.github.deepseekspring.samples.benchmark.parts;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;

import io.github.deepseekspring.user.UserId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UserIdBenchmark}.
 */
class UserIdBenchmarkTests {

	private final UserIdBenchmark benchmark = new UserIdBenchmark();

	@Test
	void bothWaysLeadToTheSameId() throws Exception {
		assertThat(this.benchmark.firstTime(new UserIdBenchmark.ManyUsers()))
			.isEqualTo(this.benchmark.plainHmac(new UserIdBenchmark.ManyUsers()));
	}

	@Test
	void anIdIsNewInTheOneCaseAndKnownInTheOther() {
		UserIdBenchmark.ManyUsers many = new UserIdBenchmark.ManyUsers();
		assertThat(ids(100_000, () -> this.benchmark.firstTime(many))).isEqualTo(100_000);
		UserIdBenchmark.FewUsers few = new UserIdBenchmark.FewUsers();
		assertThat(ids(2_000, () -> this.benchmark.seenBefore(few))).isEqualTo(1_000);
	}

	private static int ids(int calls, Supplier<UserId> call) {
		Set<UserId> instances = Collections.newSetFromMap(new IdentityHashMap<>());
		for (int i = 0; i < calls; i++) {
			instances.add(call.get());
		}
		return instances.size();
	}

}
