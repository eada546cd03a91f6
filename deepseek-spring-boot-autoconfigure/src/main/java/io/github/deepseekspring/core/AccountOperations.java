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

import io.github.deepseekspring.account.Balance;
import io.github.deepseekspring.account.Model;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The calls that tell about the account. They cost nothing, are nobody's, and take no
 * slot: they never wait for other calls of the application.
 *
 * @since 0.1.0
 */
public interface AccountOperations {

	/**
	 * Ask for the models that the account can use.
	 * @return the models
	 * @see <a href="https://api-docs.deepseek.com/api/list-models">List models</a>
	 */
	Flux<Model> models();

	/**
	 * Ask for the money of the account.
	 * @return the balance
	 * @see <a href="https://api-docs.deepseek.com/api/get-user-balance">Get user
	 * balance</a>
	 */
	Mono<Balance> balance();

}
