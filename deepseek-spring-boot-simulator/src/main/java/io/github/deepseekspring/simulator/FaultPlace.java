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

import java.util.List;

import io.github.deepseekspring.simulator.Step.Mark;
import io.github.deepseekspring.simulator.Step.Write;

/**
 * Finds where a fault begins.
 */
@FunctionalInterface
interface FaultPlace {

	FaultPlace HEADERS = (steps) -> indexOfHead(steps);

	FaultPlace BODY = (steps) -> indexOfHead(steps) + 1;

	FaultPlace FILLER = (steps) -> {
		int first = indexOf(steps, Mark.FILLER);
		return (first >= 0) ? first + 1 : BODY.in(steps);
	};

	FaultPlace CALL = (steps) -> {
		int first = indexOf(steps, Mark.CALL);
		return (first >= 0) ? first + 1 : FaultPlace.FINISH.in(steps);
	};

	FaultPlace FINISH = (steps) -> {
		int finish = indexOf(steps, Mark.FINISH);
		return (finish >= 0) ? finish : steps.size() - 1;
	};

	FaultPlace DONE = (steps) -> {
		int done = indexOf(steps, Mark.DONE);
		return (done >= 0) ? done : FINISH.in(steps);
	};

	FaultPlace END = (steps) -> steps.size() - 1;

	int in(List<Step> steps);

	static FaultPlace afterChunks(int chunks) {
		return (steps) -> {
			int seen = 0;
			int finish = FINISH.in(steps);
			for (int i = 0; i < finish; i++) {
				if (isChunk(steps.get(i)) && ++seen > chunks) {
					return i;
				}
				if (seen == chunks && chunks > 0) {
					return i + 1;
				}
			}
			return finish;
		};
	}

	private static boolean isChunk(Step step) {
		return step instanceof Write write && (write.mark() == Mark.CHUNK || write.mark() == Mark.CALL);
	}

	private static int indexOfHead(List<Step> steps) {
		for (int i = 0; i < steps.size(); i++) {
			if (steps.get(i) instanceof Step.Head) {
				return i;
			}
		}
		return 0;
	}

	private static int indexOf(List<Step> steps, Mark mark) {
		for (int i = 0; i < steps.size(); i++) {
			if (steps.get(i) instanceof Write write && write.mark() == mark) {
				return i;
			}
		}
		return -1;
	}

}
