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
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.stream.PayloadHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a chat completion that is not streamed. It is complete when it has told why it
 * ended.
 */
final class ChatCompletionHandler implements PayloadHandler<ChatCompletion> {

	/**
	 * What the JSON parser skips.
	 */
	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private final JsonMapper mapper;

	private final ObjectReader reader;

	private final Failures failures;

	private boolean complete;

	ChatCompletionHandler(JsonMapper mapper, ObjectReader reader, Failures failures) {
		this.mapper = mapper;
		this.reader = reader;
		this.failures = failures;
	}

	@Override
	public ChatCompletion decode(@Nullable String event, byte[] bytes, int offset, int length) {
		int mark = byteOrderMark(bytes, offset, length);
		if (length == mark || bytes[offset + mark] != '{') {
			throw noise(new String(bytes, offset + mark, length - mark, StandardCharsets.UTF_8));
		}
		ChatCompletion completion = read(bytes, offset, length);
		FinishReason reason = completion.finishReason();
		if (reason == null) {
			throw new TruncatedException("The answer does not say why it ended", null,
					this.failures.state().callState());
		}
		ChatChunkHandler.finish(reason, this.failures);
		this.complete = true;
		return completion;
	}

	/**
	 * Return how many bytes the byte order mark takes at the beginning.
	 */
	static int byteOrderMark(byte[] bytes, int offset, int length) {
		int size = BYTE_ORDER_MARK.length;
		return (length >= size && Arrays.equals(bytes, offset, offset + size, BYTE_ORDER_MARK, 0, size)) ? size : 0;
	}

	private ChatCompletion read(byte[] bytes, int offset, int length) {
		try {
			ChatCompletion completion = this.reader.readValue(bytes, offset, length);
			if (completion.choices().isEmpty()) {
				JsonNode error = ServerError.find(this.mapper.readTree(bytes, offset, length));
				throw (error != null) ? this.failures.ofErrorObject(error)
						: this.failures.unreadable("The answer has no choices");
			}
			return completion;
		}
		catch (UnexpectedEndOfInputException ex) {
			throw new TruncatedException("The answer breaks off", null, this.failures.state().callState());
		}
		catch (JacksonException ex) {
			throw this.failures.unreadable("The answer is not the JSON of a chat completion");
		}
	}

	@Override
	public boolean isComplete() {
		return this.complete;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public DeepSeekException noise(String text) {
		return this.failures.ofText(text);
	}

}
