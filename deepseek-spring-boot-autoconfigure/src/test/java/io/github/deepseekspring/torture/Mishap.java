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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.ChatAnswer;

/**
 * Something that goes wrong with an answer.
 *
 * @param api how was asked
 * @param effect what goes wrong
 * @param place where
 */
record Mishap(Api api, Effect effect, Place place) {

	private static final String COMPLETE = "complete";

	private static final String UNANSWERED = "ConnectionFailed";

	private static final Set<String> SENT_AGAIN = Set.of(UNANSWERED, "Server");

	/**
	 * Return all that can happen.
	 */
	static List<Mishap> all() {
		return Stream.of(Api.values())
			.flatMap((api) -> Stream.of(Effect.values())
				.flatMap((effect) -> Stream.of(Place.values())
					.filter((place) -> effect.isPossible(api, place))
					.map((place) -> new Mishap(api, effect, place))))
			.toList();
	}

	/**
	 * Return an answer to which nothing happens.
	 */
	static ChatAnswer goodAnswer(Api api) {
		ChatAnswer answer = Answer.chunks("caf\u00e9", " \u6d77", " \ud83c\udf0a").queuedFor(Duration.ofMillis(40));
		return (api == Api.COMPLETION || api == Api.COMPLETION_STREAM) ? answer
				: answer.reasoning("why \u6d77").toolCall("order", "{\"id\": 7}");
	}

	ChatAnswer answer() {
		return goodAnswer(this.api).fault(this.place.of(this.effect.fault()));
	}

	/**
	 * Return the ends that are right when a request is sent so many times at most.
	 */
	Set<String> ends(int attempts) {
		Set<String> once = this.effect.ends(this.api, this.place);
		if (attempts == 1 || !mayBeSentAgain(once)) {
			return once;
		}
		return once.stream()
			.map((end) -> SENT_AGAIN.contains(end) ? COMPLETE : end)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Nothing is sent again when something was delivered. What was delivered before a
	 * reset cannot be known.
	 */
	private boolean mayBeSentAgain(Set<String> once) {
		return once.contains(UNANSWERED) || !(this.api.isStreaming() && this.place.isInData());
	}

	@Override
	public String toString() {
		return this.api + " " + this.effect + " " + this.place;
	}

}
