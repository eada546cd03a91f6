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

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/user-ids.md}, and what it says about secrets.
 */
@Timeout(60)
class UserIdsPageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekTemplate deepSeek = template(HmacUserIdEncoder.withSecret("a secret of the test"));

	private final String text = "Summarise the day";

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of("docs/user-ids.md").assertExamplesAreIn(getClass(), 4);
	}

	@Test
	void aResolverKnowsTheUser() {
		send(this.deepSeek.prompt(this.text).content().contextWrite(Context.of("customer-number", "4711")));
		assertThat(userId()).isEqualTo(HmacUserIdEncoder.withSecret("a secret of the test").encode("4711").value())
			.hasSize(43);
	}

	@Bean
	UserIdResolver customerNumber() {
		return () -> Mono.deferContextual((context) -> Mono.justOrEmpty(context.<String>getOrEmpty("customer-number")));
	}

	@Test
	void aCallHasAnIdOfItsOwn() {
		Mono<String> answer = this.deepSeek.prompt(this.text).userId("nightly-summary").content();
		send(answer);
		assertThat(userId()).isEqualTo("nightly-summary");
	}

	@Test
	void aCallIsMadeForSomebody() {
		Authentication authentication = new TestingAuthenticationToken("alice", "password", "USER");
		// @formatter:off
		Mono<String> answer =
			this.deepSeek.prompt(this.text).content().contextWrite(ReactiveSecurityContextHolder.withAuthentication(authentication));
		// @formatter:on
		send(answer);
		assertThat(userId()).isEqualTo(HmacUserIdEncoder.withSecret("a secret of the test").encode("alice").value());
	}

	@Test
	void whatBlocksOnAnotherThreadIsNobodys() {
		Repository repository = (id) -> Mono.just(this.text).publishOn(Schedulers.boundedElastic());
		long id = 1;
		this.simulator.enqueue(Answer.text("A quiet day."));
		// @formatter:off
		String answer = repository.findQuestion(id)                           // answers on a thread of the database driver
			.flatMap((question) -> this.deepSeek.prompt(question).content())    // no security context here
			.block();
		// @formatter:on
		assertThat(answer).isEqualTo("A quiet day.");
		assertThat(userId()).isNull();
	}

	@Test
	void anotherSecretMeansOtherIds() {
		Authentication authentication = new TestingAuthenticationToken("alice", "password", "USER");
		Context alice = ReactiveSecurityContextHolder.withAuthentication(authentication);
		send(this.deepSeek.prompt(this.text).content().contextWrite(alice));
		String before = userId();
		send(template(HmacUserIdEncoder.withSecret("another secret")).prompt(this.text).content().contextWrite(alice));
		assertThat(userId()).hasSize(43).isNotEqualTo(before);
		assertThat(this.simulator.log().requests())
			.allSatisfy((request) -> assertThat(request.body()).doesNotContain("alice"));
	}

	private DeepSeekTemplate template(UserIdEncoder encoder) {
		return DeepSeekTemplate.builder()
			.baseUrl(this.simulator.baseUrl())
			.apiKey("sk-test")
			.callerResolver(DefaultCallerResolver.builder(encoder)
				.userIdResolvers(List.of(customerNumber(), new SecurityContextUserIdResolver()))
				.build())
			.build();
	}

	private void send(Mono<String> answer) {
		StepVerifier.create(answer).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	private String userId() {
		return this.simulator.log().last().userId();
	}

	@FunctionalInterface
	interface Repository {

		Mono<String> findQuestion(long id);

	}

}
