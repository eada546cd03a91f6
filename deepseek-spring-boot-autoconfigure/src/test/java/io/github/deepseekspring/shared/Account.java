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

package io.github.deepseekspring.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;

/**
 * An account at a simulated DeepSeek whose answers are streams that take their time.
 */
final class Account implements AutoCloseable {

	private static final int CHUNKS = 10;

	private final DeepSeekSimulator simulator;

	private final int limit;

	Account(int limit) {
		this.limit = limit;
		this.simulator = DeepSeekSimulator.builder().account((account) -> account.limit(Instance.MODEL, limit)).start();
	}

	DeepSeekSimulator simulator() {
		return this.simulator;
	}

	/**
	 * Let all streams take as long.
	 */
	void answersTake(Duration time) {
		Answer answer = answer(time);
		this.simulator.answerAll((request) -> answer);
	}

	/**
	 * Let streams take as long as their users' do.
	 */
	void answersTake(Map<String, Duration> times) {
		this.simulator.answerAll((request) -> answer(times.get(request.userId())));
	}

	/**
	 * Let streams take that long, each another time. The first ones are shorter, as if
	 * they had begun some time before, so that they do not all end together.
	 */
	void answersTake(Duration shortest, Duration longest) {
		Random random = new Random(1);
		AtomicInteger answers = new AtomicInteger();
		int range = (int) longest.minus(shortest).toMillis();
		this.simulator.answerAll((request) -> {
			Duration time = shortest.plusMillis(random.nextInt(range));
			int begun = Math.min(answers.incrementAndGet(), this.limit);
			return answer(time.multipliedBy(begun).dividedBy(this.limit));
		});
	}

	private static Answer answer(Duration time) {
		String[] chunks = new String[CHUNKS];
		Arrays.fill(chunks, "x");
		return Answer.chunks(chunks).chunkInterval(time.dividedBy(CHUNKS));
	}

	int running() {
		return this.simulator.log().inFlight(Instance.MODEL);
	}

	/**
	 * Return how many requests were sent, those that were answered with status 429
	 * included.
	 */
	int requests() {
		return this.simulator.log().requests().size();
	}

	long throttled() {
		return this.simulator.log().throttled();
	}

	/**
	 * Begin to watch how many requests run.
	 */
	Use use() {
		return new Use(this.simulator.clock().instant(), this.simulator.log().occupied(Instance.MODEL));
	}

	@Override
	public void close() {
		this.simulator.close();
	}

	/**
	 * How many requests run from a time on.
	 */
	final class Use {

		private final Instant since;

		private final Duration occupied;

		private Use(Instant since, Duration occupied) {
			this.since = since;
			this.occupied = occupied;
		}

		/**
		 * Return how many ran on average, weighted with time, since then and until now.
		 */
		double mean() {
			Use now = use();
			return (double) now.occupied.minus(this.occupied).toNanos()
					/ Duration.between(this.since, now.since).toNanos();
		}

	}

}
