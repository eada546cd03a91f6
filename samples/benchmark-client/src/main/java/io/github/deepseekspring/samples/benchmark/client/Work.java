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

package io.github.deepseekspring.samples.benchmark.client;

/**
 * What a client is to do and what must come of it.
 *
 * @param streamed whether the answers are streams
 * @param load how the server is to answer
 * @param concurrent how many requests are sent at the same time; when all of them have
 * been answered as many again
 * @param batches how often that is done at least
 * @param millis how many milliseconds it goes on at least
 * @param chunks how many pieces of text each stream must have
 * @param characters how many characters each answer must have
 * @since 0.1.0
 */
public record Work(boolean streamed, Load load, int concurrent, int batches, long millis, int chunks, long characters) {

	static Work parse(boolean streamed, Values values) {
		Load load = new Load((int) values.number("chunks", 1), (int) values.number("flush", 1),
				(int) values.number("delay", 0), (int) values.number("keepalives", 0), (int) values.number("each", 0));
		return new Work(streamed, load, (int) values.number("concurrent", 1), (int) values.number("batches", 1),
				values.number("millis", 0), (int) values.number("expectedChunks"), values.number("expectedCharacters"));
	}

	/**
	 * Return the command for a {@link ClientProcess} that makes it do this.
	 * @return a line
	 */
	public String command() {
		return (this.streamed ? "streams " : "calls ") + new Values().with("chunks", this.load.chunks())
			.with("flush", this.load.perFlush())
			.with("delay", this.load.delayMillis())
			.with("keepalives", this.load.keepAlives())
			.with("each", this.load.keepAliveMillis())
			.with("concurrent", this.concurrent)
			.with("batches", this.batches)
			.with("millis", this.millis)
			.with("expectedChunks", this.chunks)
			.with("expectedCharacters", this.characters);
	}

}
