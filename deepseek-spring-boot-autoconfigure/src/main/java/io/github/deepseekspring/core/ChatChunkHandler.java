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

import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.GenerationInterruptedException;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChunkChoice;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.stream.PayloadHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the chunks of a streamed chat completion. It is complete when a choice has told
 * why it ended. An event that says nothing that is known is passed on as it is.
 */
final class ChatChunkHandler implements PayloadHandler<ChatCompletionChunk> {

	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private final JsonMapper mapper;

	private final ObjectReader reader;

	private final Failures failures;

	private boolean complete;

	private boolean terminated;

	ChatChunkHandler(JsonMapper mapper, ObjectReader reader, Failures failures) {
		this.mapper = mapper;
		this.reader = reader;
		this.failures = failures;
	}

	@Override
	public @Nullable ChatCompletionChunk decode(@Nullable String event, byte[] bytes, int offset, int length) {
		if (Arrays.equals(bytes, offset, offset + length, DONE, 0, DONE.length)) {
			this.terminated = true;
			return null;
		}
		try {
			ChatCompletionChunk chunk = this.reader.readValue(bytes, offset, length);
			if (chunk.choices().isEmpty()) {
				requireNoError(this.mapper.readTree(bytes, offset, length));
			}
			for (ChunkChoice choice : chunk.choices()) {
				if (choice.finishReason() != null) {
					finish(choice.finishReason(), this.failures);
					this.complete = true;
				}
			}
			return chunk;
		}
		catch (JacksonException ex) {
			throw this.failures.unreadable("An event of the stream is not the JSON of a chunk");
		}
	}

	private void requireNoError(JsonNode payload) {
		JsonNode error = ServerError.find(payload);
		if (error != null) {
			throw this.failures.ofErrorObject(error);
		}
	}

	/**
	 * Fail for the finish reasons that tell of a failure.
	 */
	static void finish(FinishReason reason, Failures failures) {
		if (reason.equals(FinishReason.CONTENT_FILTER)) {
			throw new ContentRejectedException(failures.state().callState());
		}
		if (reason.equals(FinishReason.INSUFFICIENT_SYSTEM_RESOURCE) || reason.equals(FinishReason.ABORTED)) {
			throw new GenerationInterruptedException(reason.value(), failures.state().callState());
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

}
