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

package io.github.deepseekspring.torture;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RawAnswerBuilder;

/**
 * How an answer ends before its time, and what has to be said of it then.
 */
enum Cut {

	/**
	 * The response ends as HTTP wants it.
	 */
	END {
		@Override
		Answer of(RawAnswerBuilder answer) {
			return answer.end();
		}

		@Override
		Set<String> ends(Api api, int count) {
			return Set.of(isWhole(api, count) ? COMPLETE : broken(api.body(), count));
		}
	},

	/**
	 * The connection is closed.
	 */
	CLOSE {
		@Override
		Answer of(RawAnswerBuilder answer) {
			return answer.close();
		}

		@Override
		Set<String> ends(Api api, int count) {
			return Set.of((count >= api.body().complete()) ? COMPLETE : broken(api.body(), count));
		}
	},

	/**
	 * The connection is reset. What the client has not read by then is lost.
	 */
	RESET {
		@Override
		Answer of(RawAnswerBuilder answer) {
			return answer.reset();
		}

		@Override
		Set<String> ends(Api api, int count) {
			return whenReset(CLOSE.ends(api, count).iterator().next());
		}
	},

	/**
	 * Nothing more comes.
	 */
	HANG {
		@Override
		Answer of(RawAnswerBuilder answer) {
			return answer.hang();
		}

		@Override
		Set<String> ends(Api api, int count) {
			return Set.of((count >= api.body().complete()) ? COMPLETE : "Stalled");
		}
	};

	private static final String COMPLETE = "complete";

	private static final String UNANSWERED = "ConnectionFailed";

	private static final String SILENT = "ClosedBeforeInference";

	private static final String TRUNCATED = "Truncated";

	abstract Answer of(RawAnswerBuilder answer);

	/**
	 * Return the ends that are right when so many bytes were sent.
	 */
	abstract Set<String> ends(Api api, int count);

	/**
	 * Return what may be said of a reset where something is said of a close.
	 */
	static Set<String> whenReset(String whenClosed) {
		List<String> order = List.of(UNANSWERED, SILENT, TRUNCATED, COMPLETE);
		return Set.copyOf(order.subList(0, order.indexOf(whenClosed) + 1));
	}

	/**
	 * Return the first bytes of an answer in two pieces, cut in the middle.
	 */
	Answer after(Body body, int count) {
		RawAnswerBuilder answer = Answer.raw(200, body.contentType());
		for (int[] piece : List.of(new int[] { 0, count / 2 }, new int[] { count / 2, count })) {
			if (piece[1] > piece[0]) {
				answer.write(Arrays.copyOfRange(body.bytes(), piece[0], piece[1]));
			}
		}
		return of(answer);
	}

	private static boolean isWhole(Api api, int count) {
		return count >= (api.isStreaming() ? api.body().complete() : api.body().size());
	}

	private static String broken(Body body, int count) {
		return (count > body.filler()) ? TRUNCATED : SILENT;
	}

}
