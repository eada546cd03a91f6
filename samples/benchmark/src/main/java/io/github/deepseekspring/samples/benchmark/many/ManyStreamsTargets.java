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

package io.github.deepseekspring.samples.benchmark.many;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Compares what was measured with what was aimed at, in Markdown.
 */
final class ManyStreamsTargets {

	private static final int MAX_THREADS = 15;

	private static final double MAX_CPU = 0.85;

	private static final double MAX_HEAP = 1.2;

	private static final double MAX_GROWTH = 1.15;

	private final StringBuilder table = new StringBuilder("| target | measured | met |\n|---|---|---|\n");

	/**
	 * Compare the template with WebClient on as many streams.
	 * @param template the rounds of the template
	 * @param tuned the rounds of WebClient with a large pool
	 * @param streams how many streams there were
	 */
	void compare(List<Outcome> template, List<Outcome> tuned, int streams) {
		complete(template, streams);
		Figures threads = Figures.of(template, Outcome::threads);
		row(streams + " streams: at most " + MAX_THREADS + " threads", threads.text(0),
				threads.highest() <= MAX_THREADS);
		ratio(streams + " streams: CPU without compiler, of WebClient with a large pool",
				ratios(template, tuned, Outcome::ownCpuSeconds), MAX_CPU);
		ratio(streams + " streams: live heap, of WebClient with a large pool",
				ratios(template, tuned, Outcome::heapPerStream), MAX_HEAP);
	}

	/**
	 * Compare more streams with fewer.
	 * @param many the rounds with more streams
	 * @param more how many these were
	 * @param few the rounds with fewer streams
	 * @param fewer how many these were
	 */
	void growth(List<Outcome> many, int more, List<Outcome> few, int fewer) {
		complete(many, more);
		ratio(more + " streams: live heap per stream, of " + fewer + " streams",
				median(many, Outcome::heapPerStream, 1) / median(few, Outcome::heapPerStream, 1), MAX_GROWTH);
		ratio(more + " streams: CPU per stream without compiler, of " + fewer + " streams",
				median(many, Outcome::ownCpuSeconds, more) / median(few, Outcome::ownCpuSeconds, fewer), MAX_GROWTH);
	}

	private void complete(List<Outcome> outcomes, int streams) {
		long complete = outcomes.stream().filter(Outcome::isComplete).count();
		row(streams + " streams: all open at once, and complete", complete + " of " + outcomes.size() + " rounds",
				complete == outcomes.size());
	}

	private static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure, int divisor) {
		return Figures.of(outcomes, figure).median() / divisor;
	}

	/**
	 * Return the ratio of each round, since what else the machine does differs less
	 * within a round than between rounds.
	 */
	private static Figures ratios(List<Outcome> ours, List<Outcome> theirs, ToDoubleFunction<Outcome> figure) {
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < Math.min(ours.size(), theirs.size()); round++) {
			ratios.add(figure.applyAsDouble(ours.get(round)) / figure.applyAsDouble(theirs.get(round)));
		}
		return Figures.of(ratios, Double::doubleValue);
	}

	private void ratio(String target, Figures ratios, double limit) {
		row(target + ", at most " + limit, ratios.text(2), ratios.median() <= limit);
	}

	private void ratio(String target, double ratio, double limit) {
		row(target + ", at most " + limit, Figures.format(ratio, 2), ratio <= limit);
	}

	private void row(String target, String measured, boolean met) {
		this.table.append("| ")
			.append(target)
			.append(" | ")
			.append(measured)
			.append(" | ")
			.append(met ? "yes" : "**no**")
			.append(" |\n");
	}

	String markdown() {
		return this.table.toString();
	}

}
