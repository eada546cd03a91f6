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

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;

/**
 * Tests for {@link SecurityContextUserIdResolver}.
 */
class SecurityContextUserIdResolverTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Authentication ALICE = new TestingAuthenticationToken("alice", "pw", "ROLE_USER");

	private static final Authentication BOB = new TestingAuthenticationToken("bob", "pw", "ROLE_USER");

	private static final Authentication ANONYMOUS = new AnonymousAuthenticationToken("key", "anonymousUser",
			List.of(new SimpleGrantedAuthority("ROLE_ANONYMOUS")));

	private final Mono<String> name = new SecurityContextUserIdResolver().resolve();

	@Test
	void readsTheReactiveContextAtSubscription() {
		expect(reactive(ALICE), "alice");
		expect(reactive(BOB), "bob");
	}

	@Test
	void readsTheCapturedServletContext() {
		expect(captured(ALICE), "alice");
	}

	@Test
	void prefersTheReactiveContext() {
		expect(reactive(ALICE).putAll(captured(BOB).readOnly()), "alice");
	}

	@Test
	void whenReactiveContextIsAnonymousThenReadsTheCapturedOne() {
		expect(reactive(ANONYMOUS).putAll(captured(BOB).readOnly()), "bob");
	}

	@Test
	void whenAnonymousThenNobody() {
		expectNobody(reactive(ANONYMOUS));
		expectNobody(captured(ANONYMOUS));
	}

	@Test
	void whenNotAuthenticatedThenNobody() {
		expectNobody(reactive(new TestingAuthenticationToken("alice", "pw")));
		expectNobody(captured(new TestingAuthenticationToken("alice", "pw")));
	}

	@Test
	void whenContextsAreEmptyThenNobody() {
		expectNobody(
				Context.of(ReactiveSecurityContextHolder.withSecurityContext(Mono.just(new SecurityContextImpl()))));
		expectNobody(Context.of(SecurityContext.class.getName(), new SecurityContextImpl()));
		expectNobody(Context.empty());
	}

	private void expect(Context context, String expected) {
		this.name.contextWrite(context).as(StepVerifier::create).expectNext(expected).expectComplete().verify(TIMEOUT);
	}

	private void expectNobody(Context context) {
		this.name.contextWrite(context).as(StepVerifier::create).expectComplete().verify(TIMEOUT);
	}

	private static Context reactive(Authentication authentication) {
		return Context.of(ReactiveSecurityContextHolder.withAuthentication(authentication));
	}

	private static Context captured(Authentication authentication) {
		return Context.of(SecurityContext.class.getName(), new SecurityContextImpl(authentication));
	}

}
