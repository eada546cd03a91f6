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

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of answers that end after each of their bytes, in each way in which they can.
 */
@ExtendWith(NoLeaks.class)
class EveryByteTests {

	@AutoClose
	private final Rig rig = new Rig(1, null);

	static Stream<Arguments> cuts() {
		return Stream.of(Api.values()).flatMap((api) -> Stream.of(Cut.values()).map((cut) -> Arguments.of(api, cut)));
	}

	@ParameterizedTest
	@MethodSource("cuts")
	void whereverAnAnswerEndsTheSubscriberIsToldTheTruth(Api api, Cut cut) {
		Body body = api.body();
		List<Rig.Question> questions = IntStream.rangeClosed(0, body.size())
			.mapToObj(
					(count) -> new Rig.Question(api, new Trial(api + " " + cut + " " + count), cut.after(body, count)))
			.toList();
		this.rig.run(questions);
		for (int count = 0; count <= body.size(); count++) {
			Trial trial = questions.get(count).trial();
			Set<String> right = cut.ends(api, count);
			assertThat(right).as(trial.toString()).contains(trial.end());
			if (cut == Cut.RESET || !api.isStreaming()) {
				assertThat(trial.elements()).as(trial.toString()).isLessThanOrEqualTo(body.elementsWithin(count));
			}
			else {
				assertThat(trial.elements()).as(trial.toString()).isEqualTo(body.elementsWithin(count));
			}
		}
	}

}
