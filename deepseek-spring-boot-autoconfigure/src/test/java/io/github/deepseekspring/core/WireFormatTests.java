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

package io.github.deepseekspring.core;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests for {@link WireFormat}.
 */
class WireFormatTests {

	private static final int MAPPERS = 500;

	@Test
	void whenTwoThreadsReadTheirFirstErrorThenNoneBlocks() {
		Flux<Boolean> errors = Flux.range(0, MAPPERS).concatMap((i) -> {
			JsonMapper mapper = WireFormat.createMapper();
			Mono<Boolean> error = Mono.fromCallable(() -> mapper.readTree("{\"error\":{}}").has("error"))
				.subscribeOn(Schedulers.parallel());
			return Flux.merge(error, error, error);
		});
		StepVerifier.create(errors).expectNextCount(3 * MAPPERS).expectComplete().verify(Duration.ofMinutes(1));
	}

}
