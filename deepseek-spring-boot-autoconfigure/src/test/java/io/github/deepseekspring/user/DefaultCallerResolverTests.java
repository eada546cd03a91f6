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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.UserIdRequiredException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultCallerResolver}.
 */
class DefaultCallerResolverTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final UserId CONSTANT = UserId.of("the-application");

	private final UserIdEncoder encoder = HmacUserIdEncoder.withSecret("a secret of the test");

	private final UserIdResolver alice = () -> Mono.just("alice@example.com");

	private final UserIdResolver nobody = Mono::empty;

	private final TenantResolver tenant = () -> Mono.just("acme");

	@Test
	void sendsAnExplicitIdInEveryScope() {
		Caller given = new Caller("given", UserId.of("given"));
		expect(builder().none().required(true).build(), UserId.of("given"), given);
		expect(builder().constant(CONSTANT).build(), UserId.of("given"), given);
		expect(builder().tenant(this.tenant).build(), UserId.of("given"), given);
	}

	@Test
	void queuesByNameThoughAnotherIdIsGiven() {
		CallerResolver resolver = builder().userIdResolvers(List.of(this.alice)).build();
		expect(resolver, UserId.of("given"), new Caller("alice@example.com", UserId.of("given")));
	}

	@Test
	void queuesByNameAndSendsTheEncodedName() {
		CallerResolver resolver = builder().userIdResolvers(List.of(this.alice)).build();
		expect(resolver, null, new Caller("alice@example.com", this.encoder.encode("alice@example.com")));
	}

	@Test
	void asksResolversInOrderUntilOneKnowsTheUser() {
		AtomicInteger asked = new AtomicInteger();
		UserIdResolver last = () -> {
			asked.incrementAndGet();
			return Mono.just("last");
		};
		CallerResolver resolver = builder()
			.userIdResolvers(List.of(this.nobody, () -> Mono.just(" "), () -> Mono.just("bob"), last))
			.build();
		expect(resolver, null, new Caller("bob", this.encoder.encode("bob")));
		assertThat(asked).hasValue(0);
	}

	@Test
	void evaluatesAtEachSubscription() {
		AtomicInteger asked = new AtomicInteger();
		CallerResolver resolver = builder().userIdResolvers(List.of(() -> Mono.just("user-" + asked.incrementAndGet())))
			.build();
		Mono<Caller> caller = resolver.resolve(null);
		assertThat(asked).hasValue(0);
		caller.map(Caller::key).as(StepVerifier::create).expectNext("user-1").expectComplete().verify(TIMEOUT);
		caller.map(Caller::key).as(StepVerifier::create).expectNext("user-2").expectComplete().verify(TIMEOUT);
	}

	@Test
	void passesTheSubscribersContextToResolvers() {
		UserIdResolver fromContext = () -> Mono.deferContextual((context) -> Mono.just(context.get("user")));
		builder().userIdResolvers(List.of(fromContext))
			.build()
			.resolve(null)
			.map(Caller::key)
			.contextWrite((context) -> context.put("user", "carol"))
			.as(StepVerifier::create)
			.expectNext("carol")
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void whenNobodyThenNobody() {
		expect(builder().build(), null, Caller.NOBODY);
		expect(builder().none().build(), null, Caller.NOBODY);
		expect(builder().tenant(Mono::empty).build(), null, Caller.NOBODY);
	}

	@Test
	void whenScopeIsTenantThenSendsTheTenantAndQueuesByUser() {
		CallerResolver resolver = builder().userIdResolvers(List.of(this.alice)).tenant(this.tenant).build();
		expect(resolver, null, new Caller("alice@example.com", this.encoder.encode("acme")));
	}

	@Test
	void whenScopeIsTenantAndThereIsNoUserThenStillSendsTheTenant() {
		expect(builder().tenant(this.tenant).required(true).build(), null, new Caller("", this.encoder.encode("acme")));
	}

	@Test
	void whenScopeIsConstantThenSendsTheConstantAndQueuesByUser() {
		CallerResolver resolver = builder().userIdResolvers(List.of(this.alice)).constant(CONSTANT).build();
		expect(resolver, null, new Caller("alice@example.com", CONSTANT));
		expect(builder().constant(CONSTANT).required(true).build(), null, new Caller("", CONSTANT));
	}

	@Test
	void whenScopeIsNoneThenSendsNothingAndQueuesByUser() {
		CallerResolver resolver = builder().userIdResolvers(List.of(this.alice)).none().build();
		expect(resolver, null, new Caller("alice@example.com", null));
	}

	@Test
	void whenRequiredAndNothingWouldBeSentThenFails() {
		expectRequired(builder().required(true).build());
		expectRequired(builder().required(true).tenant(Mono::empty).userIdResolvers(List.of(this.alice)).build());
		expectRequired(builder().required(true).none().userIdResolvers(List.of(this.alice)).build());
	}

	@Test
	void whenNameCannotBeAnIdThenFailsWithoutShowingIt() {
		CallerResolver resolver = DefaultCallerResolver.builder(new PlainUserIdEncoder())
			.userIdResolvers(List.of(this.alice))
			.build();
		resolver.resolve(null).as(StepVerifier::create).expectErrorSatisfies((ex) -> {
			assertThat(ex).isInstanceOf(InvalidUserIdException.class);
			assertThat(ex.toString()).doesNotContain("alice");
		}).verify(TIMEOUT);
	}

	@Test
	void whenResolverFailsThenTheCallFails() {
		UserIdResolver failing = () -> {
			throw new IllegalStateException("directory is down");
		};
		builder().userIdResolvers(List.of(failing, this.alice))
			.build()
			.resolve(null)
			.as(StepVerifier::create)
			.expectErrorMessage("directory is down")
			.verify(TIMEOUT);
	}

	@Test
	void callerShowsNoName() {
		CallerResolver resolver = builder().userIdResolvers(List.of(this.alice)).build();
		Caller caller = resolver.resolve(null).block(TIMEOUT);
		assertThat(caller).isNotNull();
		assertThat(caller.toString()).doesNotContain("alice");
	}

	private DefaultCallerResolver.Builder builder() {
		return DefaultCallerResolver.builder(this.encoder);
	}

	private static void expect(CallerResolver resolver, @Nullable UserId explicit, Caller expected) {
		resolver.resolve(explicit).as(StepVerifier::create).expectNext(expected).expectComplete().verify(TIMEOUT);
	}

	private static void expectRequired(CallerResolver resolver) {
		resolver.resolve(null).as(StepVerifier::create).expectError(UserIdRequiredException.class).verify(TIMEOUT);
	}

}
