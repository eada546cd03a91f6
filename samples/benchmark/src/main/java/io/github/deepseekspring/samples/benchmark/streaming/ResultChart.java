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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.util.List;
import java.util.Locale;

/**
 * The results as bars in an SVG image, in colours that can be read on light and on dark
 * ground. A bar that would leave no room for the others is cut.
 */
final class ResultChart {

	private static final int NAMES = 120;

	private static final int BARS = 440;

	private static final int WIDTH = 680;

	private static final int ROW = 26;

	private static final int BAR = 16;

	private static final int TITLE = 40;

	/**
	 * How many times the next longest bar a bar may be long.
	 */
	private static final double CUT = 2;

	private static final String STYLE = """
			<style>
			text { font: 13px system-ui, sans-serif; fill: #1f2328 }
			.title { font-weight: 600 }
			.other { fill: #8c959f }
			.ours { fill: #0969da }
			.cut { stroke: #ffffff }
			@media (prefers-color-scheme: dark) {
			text { fill: #e6edf3 }
			.other { fill: #7d8590 }
			.ours { fill: #4493f8 }
			.cut { stroke: #0d1117 }
			}
			</style>
			""";

	private final List<Results> modes;

	ResultChart(List<Results> modes) {
		this.modes = modes;
	}

	@Override
	public String toString() {
		int height = this.modes.stream().mapToInt((results) -> TITLE + ROW * results.clients().size()).sum() + ROW;
		StringBuilder svg = new StringBuilder(
				String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
						+ "role=\"img\" aria-label=\"CPU time per chunk\">%n", WIDTH, height));
		svg.append(STYLE);
		int y = 0;
		for (Results results : this.modes) {
			y += TITLE;
			appendTitle(svg, results, y);
			double scale = BARS / longest(results);
			for (String client : results.clients()) {
				y += ROW;
				appendBar(svg, client, results.cpuMicros(client).median(), scale, y);
			}
		}
		return svg.append("</svg>\n").toString();
	}

	private static void appendTitle(StringBuilder svg, Results results, int y) {
		svg.append(String.format(Locale.ROOT,
				"<text class=\"title\" x=\"0\" y=\"%d\">"
						+ "CPU time of the client per chunk, %d at a time, in microseconds</text>%n",
				y - 6, results.perFlush()));
	}

	private static double longest(Results results) {
		List<Double> values = results.clients()
			.stream()
			.map((client) -> results.cpuMicros(client).median())
			.sorted()
			.toList();
		double longest = values.get(values.size() - 1);
		return (values.size() > 1) ? Math.min(longest, CUT * values.get(values.size() - 2)) : longest;
	}

	private static void appendBar(StringBuilder svg, String client, double micros, double scale, int y) {
		double length = Math.min(BARS, micros * scale);
		svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", NAMES - 8,
				y - 4, client));
		svg.append(String.format(Locale.ROOT,
				"<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
				Target.of(client, 1).isEmpty() ? "other" : "ours", NAMES, y - BAR, length, BAR));
		if (micros * scale > BARS) {
			svg.append(String.format(Locale.ROOT,
					"<path class=\"cut\" d=\"M%1$d %3$d l8 -%4$d M%2$d %3$d l8 -%4$d\" stroke-width=\"3\"/>%n",
					NAMES + BARS - 30, NAMES + BARS - 22, y, BAR));
		}
		svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%.2f</text>%n", NAMES + length + 8, y - 4,
				micros));
	}

}
