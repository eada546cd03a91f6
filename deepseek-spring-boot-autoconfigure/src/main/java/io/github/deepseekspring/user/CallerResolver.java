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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds out on whose behalf a request is made.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallerResolver {

	/**
	 * Resolve the caller at subscription.
	 * @param explicit the {@code user_id} that was given on the call, or {@code null}
	 * @return the caller, never empty; an error when a {@code user_id} is required and
	 * there is none, or when the one found breaks the rule
	 */
	Mono<Caller> resolve(@Nullable UserId explicit);

	/**
	 * Return a resolver that knows only what is given on the call.
	 * @return the resolver
	 */
	static CallerResolver nobody() {
		return (explicit) -> Mono.just((explicit != null) ? new Caller(explicit.value(), explicit) : Caller.NOBODY);
	}

}
