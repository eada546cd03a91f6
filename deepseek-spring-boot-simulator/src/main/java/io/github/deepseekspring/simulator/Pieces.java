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

package io.github.deepseekspring.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.deepseekspring.simulator.Step.Mark;
import io.github.deepseekspring.simulator.Step.Write;

/**
 * Cuts what is written into smaller writes.
 */
final class Pieces {

	private Pieces() {
	}

	static List<Step> splitCharacters(List<Step> steps) {
		List<Step> result = new ArrayList<>();
		for (Step step : steps) {
			if (step instanceof Write write) {
				splitCharacters(write, result);
			}
			else {
				result.add(step);
			}
		}
		return result;
	}

	private static void splitCharacters(Write write, List<Step> result) {
		byte[] bytes = write.bytes().get();
		int start = 0;
		for (int i = 1; i < bytes.length; i++) {
			boolean continuation = (bytes[i] & 0xC0) == 0x80;
			if (continuation) {
				result.add(Write.of(Mark.OTHER, Arrays.copyOfRange(bytes, start, i)));
				start = i;
			}
		}
		result.add(Write.of(write.mark(), Arrays.copyOfRange(bytes, start, bytes.length)));
	}

	static List<Step> dribble(List<Step> steps, Duration interval) {
		List<Step> result = new ArrayList<>();
		for (Step step : steps) {
			if (step instanceof Write write) {
				byte[] bytes = write.bytes().get();
				for (int i = 0; i < bytes.length; i++) {
					if (!interval.isZero()) {
						result.add(new Step.Pause(interval));
					}
					Mark mark = (i == bytes.length - 1) ? write.mark() : Mark.OTHER;
					result.add(Write.of(mark, new byte[] { bytes[i] }));
				}
			}
			else {
				result.add(step);
			}
		}
		return result;
	}

}
