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

package io.github.deepseekspring.samples.benchmark.simulation;

import java.util.List;
import java.util.function.Predicate;

/**
 * What came of one run. Times are in seconds, and {@code NaN} stands for what there was
 * nothing to measure of.
 *
 * @param throttled how many 429s there were
 * @param attempts how often a request was sent for each that was answered
 * @param goodput answers per second
 * @param used answers as a part of what the server can answer
 * @param failed how many requests failed with a 429
 * @param waited how long 99 % of the answered requests waited at most until they were
 * sent
 * @param lightWaited the same without the user who sends half of all
 * @param lightServed which part of the other users' requests was answered
 * @param heavyServed which part of that user's requests was answered
 * @param fairness Jain's index over what each user got of a max-min fair share
 * @param recovery how long it took until a limit that rose was used
 */
record Result(double throttled, double attempts, double goodput, double used, double failed, double waited,
		double lightWaited, double lightServed, double heavyServed, double fairness, double recovery) {

	private static final double PERCENTILE = 0.99;

	static Result of(Scenario scenario, List<SimulatedRequest> requests, SimulatedServer server) {
		List<SimulatedRequest> measured = requests.stream()
			.filter((request) -> scenario.from() <= request.arrival && request.arrival < scenario.to())
			.toList();
		List<SimulatedRequest> light = measured.stream().filter(Predicate.not(Result::isHeavy)).toList();
		List<SimulatedRequest> heavy = measured.stream().filter(Result::isHeavy).toList();
		List<SimulatedRequest> answered = requests.stream()
			.filter((request) -> scenario.from() <= request.completed && request.completed < scenario.to())
			.toList();
		double answers = answered.size();
		double meanService = answered.stream().mapToDouble((request) -> request.service).average().orElse(Double.NaN);
		double capacity = scenario.slotSeconds() / meanService;
		return new Result(server.throttled(), (server.throttled() + answers) / answers,
				answers / (scenario.to() - scenario.from()), answers / capacity,
				count(measured, (request) -> request.throttled), wait(measured), wait(light), served(light),
				served(heavy), fairness(measured, capacity), server.secondsToRecover());
	}

	private static boolean isHeavy(SimulatedRequest request) {
		return request.user == Scenario.HEAVY_USER;
	}

	private static double wait(List<SimulatedRequest> requests) {
		double[] waits = requests.stream()
			.filter(SimulatedRequest::isServed)
			.mapToDouble(SimulatedRequest::waited)
			.sorted()
			.toArray();
		return (waits.length > 0) ? waits[(int) Math.ceil(PERCENTILE * waits.length) - 1] : Double.NaN;
	}

	private static double served(List<SimulatedRequest> requests) {
		return count(requests, SimulatedRequest::isServed) / requests.size();
	}

	private static double fairness(List<SimulatedRequest> requests, double capacity) {
		double[] wanted = new double[Scenario.USERS];
		double[] served = new double[Scenario.USERS];
		for (SimulatedRequest request : requests) {
			wanted[request.user]++;
			served[request.user] += request.isServed() ? 1 : 0;
		}
		return Fairness.jain(served, Fairness.maxMinShares(wanted, capacity));
	}

	private static double count(List<SimulatedRequest> requests, Predicate<SimulatedRequest> condition) {
		return requests.stream().filter(condition).count();
	}

}
