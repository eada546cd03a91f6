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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.decode.ChunkDecoder;
import io.github.deepseekspring.stream.PayloadHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decodes the chunks of one stream.
 */
final class ChunkPayloads implements PayloadHandler<ChatCompletionChunk> {

	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private static final ObjectReader READER = JsonMapper
		.builder(JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build())
		.build()
		.readerFor(ChatCompletionChunk.class);

	private final ChunkDecoder decoder = new ChunkDecoder(READER);

	private boolean terminated;

	@Override
	public @Nullable ChatCompletionChunk decode(@Nullable String event, byte[] bytes, int offset, int length) {
		if (Arrays.equals(bytes, offset, offset + length, DONE, 0, DONE.length)) {
			this.terminated = true;
			return null;
		}
		return this.decoder.decode(bytes, offset, length);
	}

	@Override
	public boolean isComplete() {
		return this.terminated;
	}

	@Override
	public boolean isTerminated() {
		return this.terminated;
	}

	@Override
	public DeepSeekException noise(String text) {
		return new MalformedAnswerException("The server sent text instead of events", text, null,
				new CallState(false, null));
	}

}
