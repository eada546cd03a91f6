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
import java.util.function.Predicate;

import io.github.deepseekspring.account.Balance;
import io.github.deepseekspring.account.Model;
import io.github.deepseekspring.account.ModelList;
import io.github.deepseekspring.core.Endpoint.Place;
import io.github.deepseekspring.stream.KeepAlives;
import io.github.deepseekspring.stream.Timeouts;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;

/**
 * What the lists of models and of balances bring to the way that all calls go.
 */
final class AccountApi implements AccountOperations {

	private static final Endpoint MODELS = new Endpoint(HttpMethod.GET, Place.BASE, "/models");

	private static final Endpoint BALANCE = new Endpoint(HttpMethod.GET, Place.HOST, "/user/balance");

	private final Exchange exchange;

	private final Timeouts timeouts;

	private final JsonMapper mapper;

	private final ObjectReader models;

	private final ObjectReader balances;

	AccountApi(Exchange exchange, Timeouts timeouts, JsonMapper mapper) {
		this.exchange = exchange;
		this.timeouts = timeouts;
		this.mapper = mapper;
		this.models = WireFormat.answerReader(mapper, ModelList.class);
		this.balances = WireFormat.answerReader(mapper, Balance.class);
	}

	@Override
	public Flux<Model> models() {
		return get(MODELS, "models", this.models, (ModelList list) -> list.data() != null)
			.flatMapIterable((list) -> (list.data() != null) ? list.data() : List.of());
	}

	@Override
	public Mono<Balance> balance() {
		return get(BALANCE, "balance", this.balances,
				(Balance balance) -> balance.available() != null || !balance.infos().isEmpty());
	}

	private <T> Mono<T> get(Endpoint endpoint, String operation, ObjectReader reader, Predicate<T> substantial) {
		Call<T> call = Call.get(endpoint, operation, this.timeouts,
				(failures) -> new AnswerHandler<>(this.mapper, reader, substantial, (answer) -> true, failures));
		return KeepAlives.filter(this.exchange.execute(call)).singleOrEmpty();
	}

}
