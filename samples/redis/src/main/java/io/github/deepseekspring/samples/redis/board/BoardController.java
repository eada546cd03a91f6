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

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * What the page reads, and what its buttons do. No other site can press them: a browser
 * does not let it send JSON here.
 */
@RestController
@RequestMapping("/api")
final class BoardController {

	private final Board board;

	private final Fleet fleet;

	private final RedisServer redis;

	BoardController(Board board, Fleet fleet, RedisServer redis) {
		this.board = board;
		this.fleet = fleet;
		this.redis = redis;
	}

	@GetMapping("/board")
	Mono<BoardState> board() {
		return this.board.state();
	}

	@PutMapping(path = "/redis", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<Void> redis(@RequestBody Running wanted) {
		return onOtherThread(wanted.running() ? this.redis::start : this.redis::stop);
	}

	@PutMapping(path = "/instances/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<Void> instance(@PathVariable String name, @RequestBody Running wanted) {
		Instance instance = find(name);
		return onOtherThread(() -> {
			if (wanted.running()) {
				instance.launch();
				instance.awaitReady();
			}
			else {
				instance.kill();
			}
		});
	}

	@PostMapping(path = "/instances/{name}/load", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<Void> load(@PathVariable String name, @RequestBody Load load) {
		return this.board.load(find(name), load);
	}

	private Instance find(String name) {
		return this.fleet.instance(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	/**
	 * Processes start and end while somebody waits for them.
	 */
	private static Mono<Void> onOtherThread(Runnable work) {
		return Mono.<Void>fromRunnable(work).subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * Whether something is to run.
	 *
	 * @param running {@code true} to start it, {@code false} to end it
	 */
	record Running(boolean running) {

	}

	/**
	 * A load for an instance.
	 *
	 * @param questions how many questions it asks at once
	 */
	record Load(int questions) {

	}

}
