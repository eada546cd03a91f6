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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.stream.PayloadHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the chunks of a streamed answer. It is complete when a choice has told why it
 * ended. An event that says nothing that is known is passed on as it is.
 *
 * @param <T> the type of a chunk
 */
final class ChunkHandler<T> implements PayloadHandler<T> {

	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private final JsonMapper mapper;

	private final ChunkReader<T> reader;

	private final FinishRule<T, ?> rule;

	private final Failures failures;

	private boolean complete;

	private boolean terminated;

	ChunkHandler(JsonMapper mapper, ChunkReader<T> reader, FinishRule<T, ?> rule, Failures failures) {
		this.mapper = mapper;
		this.reader = reader;
		this.rule = rule;
		this.failures = failures;
	}

	@Override
	public @Nullable T decode(@Nullable String event, byte[] bytes, int offset, int length) {
		if (Arrays.equals(bytes, offset, offset + length, DONE, 0, DONE.length)) {
			this.terminated = true;
			return null;
		}
		try {
			T chunk = this.reader.read(bytes, offset, length);
			if (chunk == null) {
				throw unreadable();
			}
			if (!this.rule.hasChoices(chunk)) {
				requireNoError(this.mapper.readTree(bytes, offset, length));
			}
			this.complete |= this.rule.isFinished(chunk, this.failures);
			return chunk;
		}
		catch (JacksonException ex) {
			throw unreadable();
		}
	}

	private DeepSeekException unreadable() {
		return this.failures.unreadable("An event of the stream is not the JSON of a chunk");
	}

	private void requireNoError(JsonNode payload) {
		JsonNode error = ServerError.find(payload);
		if (error != null) {
			throw this.failures.ofErrorObject(error);
		}
	}

	@Override
	public boolean isComplete() {
		return this.complete;
	}

	@Override
	public boolean isTerminated() {
		return this.terminated;
	}

	@Override
	public DeepSeekException noise(String text) {
		return this.failures.ofText(text);
	}

	/**
	 * Reads one chunk after the other.
	 *
	 * @param <T> the type of a chunk
	 */
	@FunctionalInterface
	interface ChunkReader<T> {

		/**
		 * Read a chunk.
		 * @return the chunk, or {@code null} if the JSON is {@code null}
		 * @throws JacksonException if this is not the JSON of a chunk
		 */
		@Nullable T read(byte[] bytes, int offset, int length);

	}

}
