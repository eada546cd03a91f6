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
 * Finds the user on whose behalf a call is made. Beans of this type are asked in their
 * order, and the first that knows a user decides; the one that reads Spring Security
 * comes last.
 * <p>
 * What is returned stays in this application: it tells users apart in the queues, and a
 * {@link UserIdEncoder} turns it into the {@code user_id} that DeepSeek sees.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UserIdResolver {

	/**
	 * Return the name of the user. The method itself may run before anybody subscribes,
	 * so what it depends on must be read within the {@code Mono}, for example with
	 * {@link Mono#deferContextual(java.util.function.Function)}.
	 * @return the name at subscription; empty, or an empty name, for nobody. An error
	 * fails the call
	 */
	Mono<String> resolve();

}
