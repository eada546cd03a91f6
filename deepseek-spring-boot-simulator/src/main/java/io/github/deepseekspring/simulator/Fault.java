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
import java.util.List;

import io.github.deepseekspring.simulator.Step.Ending;
import io.github.deepseekspring.simulator.Step.Mark;
import io.github.deepseekspring.simulator.Step.Write;

/**
 * Something that goes wrong in an answer, and where. Without a place, a fault happens
 * after the second chunk; {@link #splitUtf8()} and {@link #dribble(Duration)} concern the
 * whole body. A place that the answer does not have is taken to be the end of its
 * content.
 * <p>
 * A place means the same in all APIs: the chunk with the finish reason is
 * {@code message_delta} in the Anthropic style, and the end marker is
 * {@code message_stop}. An answer that does not stream has two chunks: the halves of its
 * body.
 *
 * @since 0.1.0
 * @see ChatAnswer#fault(Fault)
 */
public final class Fault {

	private final Effect effect;

	private final FaultPlace place;

	private Fault(Effect effect, FaultPlace place) {
		this.effect = effect;
		this.place = place;
	}

	/**
	 * The connection is reset (RST).
	 * @return a fault
	 */
	public static Fault reset() {
		return ending(Ending.RESET);
	}

	/**
	 * The connection is closed (FIN) without the end of the response.
	 * @return a fault
	 */
	public static Fault close() {
		return ending(Ending.CLOSE);
	}

	/**
	 * The response ends cleanly as if all had been said: no finish reason, no end marker.
	 * @return a fault
	 */
	public static Fault truncate() {
		return ending(Ending.CLEAN);
	}

	/**
	 * Nothing more is sent and the connection stays open.
	 * @return a fault
	 */
	public static Fault stall() {
		return ending(Ending.HANG);
	}

	/**
	 * Keep-alives come for ever, and nothing else.
	 * @return a fault
	 */
	public static Fault endlessComments() {
		return new Fault((rest, context) -> List.of(new Step.Repeat(context.filler(), context.interval())),
				FaultPlace.afterChunks(2));
	}

	/**
	 * Text that does not belong there is sent, then the answer goes on.
	 * @param text what is sent, as UTF-8
	 * @return a fault
	 */
	public static Fault noise(String text) {
		return new Fault((rest, context) -> {
			List<Step> result = new ArrayList<>(rest);
			result.add(0, Write.of(Mark.OTHER, text));
			return result;
		}, FaultPlace.afterChunks(2));
	}

	/**
	 * An error object is sent in the place of the rest, then the response ends cleanly.
	 * @param message the message of the error
	 * @return a fault
	 */
	public static Fault errorInStream(String message) {
		return new Fault((rest, context) -> {
			String error = (context.stream()) ? context.dialect().errorEvent(message)
					: Json.text(Json.error(message, "server_error", "server_error"));
			return List.of(Write.of(Mark.OTHER, error), new Step.End(Ending.CLEAN, Outcome.FAULT));
		}, FaultPlace.afterChunks(2));
	}

	/**
	 * Half of the next event is sent, then the response ends cleanly.
	 * @return a fault
	 */
	public static Fault cutMidEvent() {
		return new Fault((rest, context) -> {
			List<Step> result = new ArrayList<>();
			for (Step step : rest) {
				if (step instanceof Write write) {
					byte[] bytes = write.bytes().get();
					result.add(Write.of(write.mark(), Arrays.copyOf(bytes, bytes.length / 2)));
					break;
				}
				result.add(step);
			}
			result.add(new Step.End(Ending.CLEAN, Outcome.FAULT));
			return result;
		}, FaultPlace.afterChunks(2));
	}

	/**
	 * Every character of more than one byte arrives in pieces.
	 * @return a fault
	 */
	public static Fault splitUtf8() {
		return new Fault((rest, context) -> Pieces.splitCharacters(rest), FaultPlace.BODY);
	}

	/**
	 * The body arrives byte by byte.
	 * @param interval simulated time before each byte; may be zero
	 * @return a fault
	 */
	public static Fault dribble(Duration interval) {
		return new Fault((rest, context) -> Pieces.dribble(rest, interval), FaultPlace.BODY);
	}

	private static Fault ending(Ending ending) {
		return new Fault((rest, context) -> List.of(new Step.End(ending, Outcome.FAULT)), FaultPlace.afterChunks(2));
	}

	/**
	 * Move the fault to before the headers.
	 * @return a copy at that place
	 */
	public Fault beforeHeaders() {
		return at(FaultPlace.HEADERS);
	}

	/**
	 * Move the fault to after the first keep-alive, or to after the headers if the
	 * request does not queue.
	 * @return a copy at that place
	 */
	public Fault inFiller() {
		return at(FaultPlace.FILLER);
	}

	/**
	 * Move the fault to after a number of chunks. The first chunk of a stream carries the
	 * role and no text; only where something is to be filled in, it carries text. In the
	 * Anthropic style, these are chunks: {@code message_start}, the beginning of a tool
	 * call, and each piece of reasoning, text and arguments.
	 * @param chunks how many chunks come first
	 * @return a copy at that place
	 */
	public Fault afterChunks(int chunks) {
		return at(FaultPlace.afterChunks(chunks));
	}

	/**
	 * Move the fault into the first tool call of a stream: to after the first piece of
	 * its arguments.
	 * @return a copy at that place
	 */
	public Fault inToolCall() {
		return at(FaultPlace.CALL);
	}

	/**
	 * Move the fault to before the chunk with the finish reason.
	 * @return a copy at that place
	 */
	public Fault beforeFinish() {
		return at(FaultPlace.FINISH);
	}

	/**
	 * Move the fault to between the chunk with the finish reason and the end marker.
	 * @return a copy at that place
	 */
	public Fault beforeDone() {
		return at(FaultPlace.DONE);
	}

	/**
	 * Move the fault to after the end marker, before the end of the body.
	 * @return a copy at that place
	 */
	public Fault afterDone() {
		return at(FaultPlace.END);
	}

	private Fault at(FaultPlace newPlace) {
		return new Fault(this.effect, newPlace);
	}

	List<Step> applyTo(List<Step> steps, Context context) {
		int index = this.place.in(steps);
		List<Step> result = new ArrayList<>(steps.subList(0, index));
		result.addAll(this.effect.on(steps.subList(index, steps.size()), context));
		return result;
	}

	/**
	 * Replaces the rest of an answer.
	 */
	@FunctionalInterface
	private interface Effect {

		List<Step> on(List<Step> rest, Context context);

	}

	/**
	 * The answer in which something goes wrong.
	 *
	 * @param stream whether it streams
	 * @param dialect the words of its API
	 * @param interval simulated time between two keep-alives
	 */
	record Context(boolean stream, Dialect dialect, Duration interval) {

		byte[] filler() {
			return ((this.stream) ? Timeline.KEEP_ALIVE : Timeline.BLANK_LINE).getBytes(StandardCharsets.UTF_8);
		}

	}

}
