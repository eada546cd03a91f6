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

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RawAnswerBuilder;

/**
 * Streams of which a test says how they go on after their chunks.
 */
final class HandWrittenStreams {

	private HandWrittenStreams() {
	}

	/**
	 * Start a stream with some texts.
	 */
	static RawAnswerBuilder texts(String... texts) {
		RawAnswerBuilder answer = Answer.raw();
		for (String text : texts) {
			answer.event(Payloads.chunk(text));
		}
		return answer;
	}

	/**
	 * Start a stream that has everything but the end of its body.
	 */
	static RawAnswerBuilder complete(String... texts) {
		return texts(texts).event(Payloads.finish("stop")).done();
	}

}
