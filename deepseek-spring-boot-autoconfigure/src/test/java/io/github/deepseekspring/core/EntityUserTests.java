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

import java.util.List;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.user.DefaultCallerResolver;
import io.github.deepseekspring.user.SecurityContextUserIdResolver;
import io.github.deepseekspring.user.UserId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who an entity is asked for.
 */
@Timeout(60)
class EntityUserTests {

	@AutoClose
	private final Wire wire = new Wire();

	private final PromptSpec prompt = this.wire.builder()
		.callerResolver(DefaultCallerResolver.builder(UserId::of)
			.userIdResolvers(List.of(new SecurityContextUserIdResolver()))
			.build())
		.build()
		.prompt("Count.");

	@AfterEach
	void forget() {
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachAttemptIsThatOfTheUserWhoSubscribes(boolean streaming) {
		SecurityContextHolder
			.setContext(new SecurityContextImpl(new TestingAuthenticationToken("alice", "password", "USER")));
		this.wire.answer(Answer.text("no"), Answer.text("{\"items\":[1]}"));
		Flux<?> answer = streaming ? this.prompt.stream().entityList(Integer.class)
				: this.prompt.entityList(Integer.class).flux();
		assertThat(answer.blockLast(Wire.PATIENCE)).isNotNull();
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::userId).containsExactly("alice", "alice");
	}

}
