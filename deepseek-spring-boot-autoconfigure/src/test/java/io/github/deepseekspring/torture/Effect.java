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

import java.time.Duration;
import java.util.Set;

import io.github.deepseekspring.simulator.Fault;

/**
 * What goes wrong, and what has to be said of it.
 */
enum Effect {

	RESET(Fault.reset()) {
		@Override
		Set<String> ends(Api api, Place place) {
			return Cut.whenReset(CLOSE.ends(api, place).iterator().next());
		}
	},

	CLOSE(Fault.close()) {
		@Override
		Set<String> ends(Api api, Place place) {
			if (place == Place.BEFORE_HEADERS) {
				return Set.of("ConnectionFailed");
			}
			return place.isInData() ? Set.of(place.isAfterTheEnd(api) ? COMPLETE : TRUNCATED) : Set.of(SILENT);
		}
	},

	TRUNCATE(Fault.truncate()) {
		@Override
		Set<String> ends(Api api, Place place) {
			if (!place.isInData()) {
				return Set.of(SILENT);
			}
			return Set.of((place == Place.AFTER_DONE || place.isAfterTheEnd(api)) ? COMPLETE : TRUNCATED);
		}
	},

	STALL(Fault.stall()) {
		@Override
		Set<String> ends(Api api, Place place) {
			return Set.of(place.isAfterTheEnd(api) ? COMPLETE : STALLED);
		}
	},

	/**
	 * In the JSON of an answer, blank lines are part of it.
	 */
	ENDLESS_FILLER(Fault.endlessComments()) {
		@Override
		boolean isPossible(Api api, Place place) {
			return place != Place.BEFORE_HEADERS && (api.isStreaming() || !place.isInData());
		}

		@Override
		Set<String> ends(Api api, Place place) {
			return STALL.ends(api, place);
		}
	},

	NOISE(Fault.noise("\nupstream connect error\n\n")) {
		@Override
		boolean isPossible(Api api, Place place) {
			return place != Place.BEFORE_HEADERS;
		}

		@Override
		Set<String> ends(Api api, Place place) {
			return Set.of(isLate(api, place) ? COMPLETE : "MalformedAnswer");
		}
	},

	ERROR(Fault.errorInStream("The server is busy")) {
		@Override
		boolean isPossible(Api api, Place place) {
			return place != Place.BEFORE_HEADERS;
		}

		@Override
		Set<String> ends(Api api, Place place) {
			if (place == Place.AFTER_DONE) {
				return Set.of(COMPLETE);
			}
			return Set.of((api.isStreaming() || !place.isInData()) ? "Server" : "MalformedAnswer");
		}
	},

	CUT_IN_THE_NEXT_EVENT(Fault.cutMidEvent()) {
		@Override
		Set<String> ends(Api api, Place place) {
			if (place.compareTo(Place.BEFORE_DATA) < 0) {
				return Set.of(SILENT);
			}
			return Set.of((place == Place.AFTER_DONE || place.isAfterTheEnd(api)) ? COMPLETE : TRUNCATED);
		}
	},

	CHARACTERS_IN_PIECES(Fault.splitUtf8()),

	BYTE_BY_BYTE(Fault.dribble(Duration.ZERO));

	private static final String COMPLETE = "complete";

	private static final String SILENT = "ClosedBeforeInference";

	private static final String TRUNCATED = "Truncated";

	private static final String STALLED = "Stalled";

	private final Fault fault;

	Effect(Fault fault) {
		this.fault = fault;
	}

	Fault fault() {
		return this.fault;
	}

	/**
	 * Return whether there can be such a thing.
	 */
	boolean isPossible(Api api, Place place) {
		return true;
	}

	/**
	 * Return the ends that are right when the request is sent once.
	 */
	Set<String> ends(Api api, Place place) {
		return Set.of(COMPLETE);
	}

	/**
	 * Return whether it comes when all was said.
	 */
	private static boolean isLate(Api api, Place place) {
		return place == Place.AFTER_DONE || place.isAfterTheEnd(api);
	}

}
