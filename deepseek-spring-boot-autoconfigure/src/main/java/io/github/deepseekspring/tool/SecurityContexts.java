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

package io.github.deepseekspring.tool;

import java.util.Optional;

import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.util.ClassUtils;

/**
 * Lets a tool see who is logged in by either of Spring Security's holders, wherever the
 * call comes from. A reactive application has the security context under one key of the
 * Reactor context; under another one is what was captured from the thread of a servlet
 * application, and what the thread of a blocking tool is given.
 */
final class SecurityContexts {

	private static final boolean AVAILABLE = ClassUtils.isPresent(
			"org.springframework.security.core.context.ReactiveSecurityContextHolder",
			SecurityContexts.class.getClassLoader());

	private SecurityContexts() {
	}

	/**
	 * Run something with the security context under both keys, the reactive one first
	 * where they differ.
	 */
	static <T> Mono<T> underBothKeys(Mono<T> source) {
		return AVAILABLE ? Bridge.underBothKeys(source) : source;
	}

	private static final class Bridge {

		/**
		 * The key of Spring Security's accessor for the context of a thread.
		 */
		private static final String CAPTURED_KEY = SecurityContext.class.getName();

		static <T> Mono<T> underBothKeys(Mono<T> source) {
			return Mono.deferContextual((context) -> ReactiveSecurityContextHolder.getContext()
				.switchIfEmpty(Mono.fromSupplier(() -> captured(context)))
				.map((security) -> Optional.of(both(security)))
				.defaultIfEmpty(Optional.empty())
				.flatMap((both) -> both.map(source::contextWrite).orElse(source)));
		}

		// An empty supplier makes an empty Mono
		@SuppressWarnings("NullAway")
		private static SecurityContext captured(ContextView context) {
			return context.getOrDefault(CAPTURED_KEY, null);
		}

		private static ContextView both(SecurityContext security) {
			Context reactive = ReactiveSecurityContextHolder.withSecurityContext(Mono.just(security));
			return reactive.put(CAPTURED_KEY, security);
		}

	}

}
