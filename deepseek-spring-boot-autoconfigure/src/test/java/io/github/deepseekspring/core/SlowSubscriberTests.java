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

package io.github.deepseekspring.core;

import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Fault;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/**
 * Tests of subscribers that are slower than the connection, which serves others by the
 * time when they ask for the rest.
 */
class SlowSubscriberTests {

	@AutoClose
	private final Wire wire = new Wire();

	@Test
	void whenTheRestIsAskedForLaterThenTheStreamStillEnds() {
		this.wire.answer(Answer.chunks("a", "b", "c", "d"));
		StepVerifier.create(this.wire.template().prompt("Why?").stream().content(), 1)
			.expectNext("a")
			.then(() -> this.wire.log().awaitIdle(Wire.PATIENCE))
			.thenRequest(Long.MAX_VALUE)
			.expectNext("b", "c", "d")
			.expectComplete()
			.verify(Wire.PATIENCE);
	}

	@Test
	void whenTheRestIsAskedForLaterAndBreaksOffThenThatIsTold() {
		this.wire.answer(Answer.chunks("a", "b", "c", "d").fault(Fault.truncate().beforeFinish()));
		StepVerifier.create(this.wire.template().prompt("Why?").stream().content(), 1)
			.expectNext("a")
			.then(() -> this.wire.log().awaitIdle(Wire.PATIENCE))
			.thenRequest(Long.MAX_VALUE)
			.expectNext("b", "c", "d")
			.expectError(TruncatedException.class)
			.verify(Wire.PATIENCE);
	}

}
