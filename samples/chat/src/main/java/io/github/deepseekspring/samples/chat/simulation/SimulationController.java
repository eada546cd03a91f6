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

package io.github.deepseekspring.samples.chat.simulation;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/simulation")
@ConditionalOnBooleanProperty("deepseek.simulator.enabled")
final class SimulationController {

	private final Simulation simulation;

	SimulationController(Simulation simulation) {
		this.simulation = simulation;
	}

	@GetMapping
	Simulation.State state() {
		return this.simulation.state();
	}

	@PutMapping(path = "/limit", consumes = MediaType.APPLICATION_JSON_VALUE)
	Simulation.State limit(@RequestBody Limit limit) {
		this.simulation.halve(limit.halved());
		return this.simulation.state();
	}

	@PostMapping(path = "/burst", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	Simulation.State burst(@RequestBody Load load) {
		this.simulation.burst(load.user(), load.model());
		return this.simulation.state();
	}

	/**
	 * What the account is to allow.
	 *
	 * @param halved whether it is half of what it was
	 */
	record Limit(boolean halved) {

	}

	/**
	 * The load that is wanted.
	 *
	 * @param user who asks a lot
	 * @param model whom they ask
	 */
	record Load(@Nullable String user, @Nullable String model) {

	}

}
