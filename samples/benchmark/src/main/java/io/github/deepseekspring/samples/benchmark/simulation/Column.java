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
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * A figure of a {@link Result}, over several runs.
 */
enum Column {

	THROTTLED("429s", Result::throttled, "%.0f", true),

	ATTEMPTS("attempts per answer", Result::attempts, "%.2f", true),

	GOODPUT("answers/s", Result::goodput, "%.1f", false),

	USED("of capacity", Result::used, "%.1f %%", false),

	FAILED("failed with 429", Result::failed, "%.0f", true),

	WAIT("p99 wait", Result::waited, "%.2f s", true),

	LIGHT_WAIT("light p99 wait", Result::lightWaited, "%.2f s", true),

	LIGHT_SERVED("light served", Result::lightServed, "%.1f %%", false),

	HEAVY_SERVED("heavy served", Result::heavyServed, "%.1f %%", false),

	FAIRNESS("Jain", Result::fairness, "%.3f", false),

	RECOVERY("back to 95 %", Result::recovery, "%.1f s", true);

	private static final double PERCENT = 100;

	private final String title;

	private final ToDoubleFunction<Result> figure;

	private final String format;

	private final boolean lessIsBetter;

	Column(String title, ToDoubleFunction<Result> figure, String format, boolean lessIsBetter) {
		this.title = title;
		this.figure = figure;
		this.format = format;
		this.lessIsBetter = lessIsBetter;
	}

	String title() {
		return this.title;
	}

	double mean(List<Result> results) {
		return figures(results).average().orElse(Double.NaN);
	}

	double worst(List<Result> results) {
		return (this.lessIsBetter ? figures(results).max() : figures(results).min()).orElse(Double.NaN);
	}

	private DoubleStream figures(List<Result> results) {
		return results.stream().mapToDouble(this.figure);
	}

	/**
	 * Return the mean and the worst of several runs.
	 */
	String cell(List<Result> results) {
		return text(mean(results)) + " / " + text(worst(results));
	}

	private String text(double value) {
		if (Double.isNaN(value)) {
			return "–";
		}
		if (Double.isInfinite(value)) {
			return "never";
		}
		return String.format(Locale.ROOT, this.format, this.format.contains("%%") ? PERCENT * value : value);
	}

}
