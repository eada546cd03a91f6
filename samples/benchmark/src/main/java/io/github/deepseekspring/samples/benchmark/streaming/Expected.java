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

package io.github.deepseekspring.samples.benchmark.streaming;

import io.github.deepseekspring.samples.benchmark.client.Load;
import io.github.deepseekspring.samples.benchmark.client.Work;

/**
 * What a client must get from {@link LoadServer}.
 *
 * @since 0.1.0
 */
public final class Expected {

	private static final String RAW = "raw";

	private Expected() {
	}

	/**
	 * Return work with streams that is done when all of their text has come.
	 * @param client the name of the client; the one named {@code raw} counts bytes
	 * @param load what the server sends
	 * @param concurrent how many streams there are at the same time
	 * @param batches how often, at least
	 * @param millis how many milliseconds it goes on, at least
	 * @return the work
	 */
	public static Work streams(String client, Load load, int concurrent, int batches, long millis) {
		return RAW.equals(client) ? new Work(true, load, concurrent, batches, millis, 0, ServerAnswer.size(load))
				: new Work(true, load, concurrent, batches, millis, load.chunks(), ServerAnswer.characters(load));
	}

	/**
	 * Return work with answers that are not streamed.
	 * @param client the name of the client; the one named {@code raw} counts bytes
	 * @param concurrent how many requests there are at the same time
	 * @param batches how often, at least
	 * @param millis how many milliseconds it goes on, at least
	 * @return the work
	 */
	public static Work calls(String client, int concurrent, int batches, long millis) {
		long characters = RAW.equals(client) ? ServerAnswer.call().length : ServerAnswer.callCharacters();
		return new Work(false, Load.withoutPause(1, 1), concurrent, batches, millis, 0, characters);
	}

}
