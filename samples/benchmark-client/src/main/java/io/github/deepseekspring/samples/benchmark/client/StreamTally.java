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
 * Counts what comes of one stream. Not thread-safe: a stream is one piece after another.
 *
 * @since 0.1.0
 */
public final class StreamTally {

	private final long start = System.nanoTime();

	private int chunks;

	private long characters;

	private long nanosToFirstContent;

	/**
	 * Count a piece of text.
	 * @param text the text; an empty one does not count
	 */
	public void add(String text) {
		if (!text.isEmpty()) {
			noteFirst();
			this.chunks++;
			this.characters += text.length();
		}
	}

	/**
	 * Count bytes, in a client that does not look into them.
	 * @param count how many
	 */
	public void addBytes(int count) {
		noteFirst();
		this.characters += count;
	}

	private void noteFirst() {
		if (this.characters == 0) {
			this.nanosToFirstContent = System.nanoTime() - this.start;
		}
	}

	/**
	 * Return what has come so far.
	 * @return the counts, and how long the first took from the creation of this object
	 */
	public StreamResult result() {
		return new StreamResult(this.chunks, this.characters, this.nanosToFirstContent);
	}

}
