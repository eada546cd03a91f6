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

/**
 * Finds the tenant on whose behalf a call is made. Needed for {@link UserIdScope#TENANT},
 * where all users of a tenant share one {@code user_id}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TenantResolver {

	/**
	 * Return the name of the tenant. The method itself may run before anybody subscribes,
	 * so what it depends on must be read within the {@code Mono}.
	 * @return the name at subscription; empty, or an empty name, for no tenant. An error
	 * fails the call
	 */
	Mono<String> resolve();

}
