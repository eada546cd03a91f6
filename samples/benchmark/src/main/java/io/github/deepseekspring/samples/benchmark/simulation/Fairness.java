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

import java.util.Arrays;

/**
 * How evenly users are served who want different amounts.
 */
final class Fairness {

	private Fairness() {
	}

	/**
	 * Share a capacity so that nobody could get more without someone who has less, or
	 * equally much, getting less.
	 * @param wanted what each user wants
	 * @param capacity what there is to share
	 * @return what each user gets
	 */
	static double[] maxMinShares(double[] wanted, double capacity) {
		double[] ascending = wanted.clone();
		Arrays.sort(ascending);
		double left = capacity;
		double most = Double.POSITIVE_INFINITY;
		for (int i = 0; i < ascending.length && most == Double.POSITIVE_INFINITY; i++) {
			double equal = left / (ascending.length - i);
			if (ascending[i] > equal) {
				most = equal;
			}
			left -= ascending[i];
		}
		double[] shares = new double[wanted.length];
		for (int i = 0; i < wanted.length; i++) {
			shares[i] = Math.min(wanted[i], most);
		}
		return shares;
	}

	/**
	 * Return Jain's index: 1 when everybody got the same part of a share, and less the
	 * more uneven it is. Those who wanted nothing do not count.
	 */
	static double jain(double[] served, double[] shares) {
		int users = 0;
		double sum = 0;
		double squares = 0;
		for (int i = 0; i < served.length; i++) {
			if (shares[i] > 0) {
				double part = served[i] / shares[i];
				users++;
				sum += part;
				squares += part * part;
			}
		}
		return sum * sum / (users * squares);
	}

}
