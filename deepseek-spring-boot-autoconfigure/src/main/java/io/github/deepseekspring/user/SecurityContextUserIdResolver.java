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

import reactor.core.publisher.Mono;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;

/**
 * Takes the name of the principal from Spring Security: from the reactive security
 * context, else from the servlet security context that context propagation captured into
 * the Reactor context. Anonymous and unauthenticated are nobody.
 * <p>
 * The servlet context is seen where {@code io.micrometer:context-propagation} is on the
 * class path and a {@code contextCapture()} runs on the request's thread, which the calls
 * of this library do themselves.
 *
 * @since 0.1.0
 */
public final class SecurityContextUserIdResolver implements UserIdResolver {

	/**
	 * The key under which Spring Security's accessor captures the servlet context.
	 */
	private static final String CAPTURED_CONTEXT_KEY = SecurityContext.class.getName();

	@Override
	public Mono<String> resolve() {
		return ReactiveSecurityContextHolder.getContext()
			.flatMap(SecurityContextUserIdResolver::name)
			.switchIfEmpty(Mono.deferContextual((context) -> {
				SecurityContext captured = context.getOrDefault(CAPTURED_CONTEXT_KEY, null);
				return (captured != null) ? name(captured) : Mono.empty();
			}));
	}

	private static Mono<String> name(SecurityContext context) {
		Authentication authentication = context.getAuthentication();
		if (authentication == null || !authentication.isAuthenticated()
				|| authentication instanceof AnonymousAuthenticationToken) {
			return Mono.empty();
		}
		return Mono.justOrEmpty(authentication.getName());
	}

}
