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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.deepseekspring.simulator.Step.Ending;
import io.github.deepseekspring.simulator.Step.Mark;

/**
 * Puts a model's answer on the time line: headers, queue, thinking, chunks, end.
 */
final class Timeline {

	static final String KEEP_ALIVE = ": keep-alive\n\n";

	static final String BLANK_LINE = "\n";

	static final String DONE = "data: [DONE]\n\n";

	private static final Duration QUEUE_LIMIT = Duration.ofMinutes(10);

	private final Pace pace;

	private final boolean stream;

	private final List<Step> steps = new ArrayList<>();

	private Timeline(Pace pace, boolean stream) {
		this.pace = pace;
		this.stream = stream;
	}

	/**
	 * Return the steps of an answer that streams.
	 */
	static List<Step> stream(Completion completion, List<Event> events, Pace pace) {
		Timeline timeline = new Timeline(pace, true);
		if (timeline.begin()) {
			Duration thinking = thinkingInterval(completion, pace);
			for (Event event : events) {
				Duration pause = switch (event.kind()) {
					case REASONING -> thinking;
					case CONTENT -> pace.chunkInterval();
					case OTHER -> Duration.ZERO;
				};
				timeline.pause(pause);
				timeline.steps.add(new Step.Write(event.mark(), event.bytes()));
			}
			timeline.steps.add(new Step.End(Ending.CLEAN, Outcome.COMPLETED));
		}
		return timeline.steps;
	}

	/**
	 * Return the steps of an answer that comes as a whole. The body goes out in two
	 * halves, so that a fault finds its middle.
	 */
	static List<Step> whole(Completion completion, byte[] body, Pace pace) {
		Timeline timeline = new Timeline(pace, false);
		if (timeline.begin()) {
			timeline.pause(thinkingInterval(completion, pace).multipliedBy(completion.reasoningTokens()));
			timeline.pause(pace.chunkInterval().multipliedBy(completion.content().size()));
			int half = body.length / 2;
			timeline.steps.add(Step.Write.of(Mark.CHUNK, Arrays.copyOfRange(body, 0, half)));
			timeline.steps.add(Step.Write.of(Mark.FINISH, Arrays.copyOfRange(body, half, body.length)));
			timeline.steps.add(new Step.End(Ending.CLEAN, Outcome.COMPLETED));
		}
		return timeline.steps;
	}

	/**
	 * Send the headers and wait in the queue.
	 * @return whether the model starts
	 */
	private boolean begin() {
		pause(this.pace.headersAfter());
		this.steps.add(new Step.Head(200, headers()));
		Duration queueTime = this.pace.queueTime();
		if (queueTime.isZero()) {
			return true;
		}
		boolean served = queueTime.compareTo(QUEUE_LIMIT) < 0;
		byte[] filler = ((this.stream) ? KEEP_ALIVE : BLANK_LINE).getBytes(StandardCharsets.UTF_8);
		Duration left = (served) ? queueTime : QUEUE_LIMIT;
		while (left.compareTo(Duration.ZERO) > 0) {
			this.steps.add(Step.Write.of(Mark.FILLER, filler));
			Duration interval = this.pace.keepAliveInterval();
			pause((interval.compareTo(left) < 0) ? interval : left);
			left = left.minus(interval);
		}
		if (!served) {
			this.steps.add(new Step.End(Ending.CLEAN, Outcome.QUEUE_TIMEOUT));
		}
		return served;
	}

	private Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Content-Type", (this.stream) ? "text/event-stream; charset=utf-8" : "application/json");
		if (this.stream) {
			headers.put("Cache-Control", "no-cache");
		}
		return headers;
	}

	private void pause(Duration duration) {
		if (!duration.isZero()) {
			this.steps.add(new Step.Pause(duration));
		}
	}

	private static Duration thinkingInterval(Completion completion, Pace pace) {
		int pieces = completion.reasoningTokens();
		return (pieces > 0) ? pace.thinkingTime().dividedBy(pieces) : Duration.ZERO;
	}

	/**
	 * An event of a stream.
	 *
	 * @param mark what it is to a fault
	 * @param kind what it is to the pace
	 * @param bytes makes its bytes when its turn comes
	 */
	record Event(Mark mark, Kind kind, Supplier<byte[]> bytes) {

	}

	/**
	 * What sets the pace of an event.
	 */
	enum Kind {

		REASONING, CONTENT, OTHER

	}

}
