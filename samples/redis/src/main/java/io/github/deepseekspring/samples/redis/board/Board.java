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

package io.github.deepseekspring.samples.redis.board;

import java.time.Duration;

import io.github.deepseekspring.samples.redis.board.BoardState.InstanceState;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.server.ResponseStatusException;

/**
 * Reads {@code /actuator/deepseek} of the instances, and asks the simulator.
 */
@Component
final class Board {

	private static final Duration LONGEST_READ = Duration.ofSeconds(10);

	private final WebClient client;

	private final Fleet fleet;

	private final RedisServer redis;

	private final DeepSeekSimulator simulator;

	Board(WebClient.Builder client, Fleet fleet, RedisServer redis, DeepSeekSimulator simulator) {
		this.client = client.build();
		this.fleet = fleet;
		this.redis = redis;
		this.simulator = simulator;
	}

	Mono<BoardState> state() {
		return Flux.fromIterable(this.fleet.instances())
			.flatMapSequential(this::state)
			.collectList()
			.map((instances) -> new BoardState(this.simulator.account().limit(BoardApplication.MODEL),
					this.simulator.log().inFlight(BoardApplication.MODEL), this.simulator.log().throttled(),
					this.redis.isRunning(), instances));
	}

	/**
	 * Let an instance ask many questions at once.
	 */
	Mono<Void> load(Instance instance, Object load) {
		return this.client.post()
			.uri(address(instance) + "/load")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(load)
			.retrieve()
			.toBodilessEntity()
			.then()
			.onErrorMap(WebClientResponseException.class, (ex) -> new ResponseStatusException(ex.getStatusCode()))
			.onErrorMap(WebClientRequestException.class,
					(ex) -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE));
	}

	private Mono<InstanceState> state(Instance instance) {
		return group(instance)
			.map((group) -> new InstanceState(instance.name(), instance.port(), true, group.inFlight(), group.waiting(),
					group.limit(), group.shared() != null && group.shared().available()))
			.onErrorResume(
					(ex) -> Mono.just(new InstanceState(instance.name(), instance.port(), false, 0, 0, 0, false)));
	}

	/**
	 * Return what the limit group of the model does in an instance.
	 */
	Mono<Group> group(Instance instance) {
		return this.client.get()
			.uri(address(instance) + "/actuator/deepseek/" + BoardApplication.MODEL)
			.retrieve()
			.bodyToMono(Group.class)
			.timeout(LONGEST_READ);
	}

	private static String address(Instance instance) {
		return "http://127.0.0.1:" + instance.port();
	}

	/**
	 * A limit group, as the endpoint describes it.
	 *
	 * @param limit how many requests may run
	 * @param inFlight how many run in the instance
	 * @param waiting how many wait in the instance
	 * @param shared how the group stands over all instances, or {@code null} if its limit
	 * is not shared
	 */
	record Group(int limit, int inFlight, int waiting, @Nullable Shared shared) {

	}

	/**
	 * How a limit group stands over all instances.
	 *
	 * @param available whether Redis answers the instance
	 * @param instances how many instances are known
	 */
	record Shared(boolean available, int instances) {

	}

}
