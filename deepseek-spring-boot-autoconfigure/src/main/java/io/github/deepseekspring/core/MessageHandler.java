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

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.StopReason;
import io.github.deepseekspring.stream.PayloadHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a message that is not streamed. It is complete when it has told why it ended.
 */
final class MessageHandler implements PayloadHandler<Message> {

	private final JsonMapper mapper;

	private final ObjectReader reader;

	private final Failures failures;

	private boolean complete;

	MessageHandler(JsonMapper mapper, ObjectReader reader, Failures failures) {
		this.mapper = mapper;
		this.reader = reader;
		this.failures = failures;
	}

	@Override
	public Message decode(@Nullable String event, byte[] bytes, int offset, int length) {
		int mark = AnswerHandler.byteOrderMark(bytes, offset, length);
		if (length == mark || bytes[offset + mark] != '{') {
			throw noise(new String(bytes, offset + mark, length - mark, StandardCharsets.UTF_8));
		}
		Message message = read(bytes, offset, length);
		StopReason reason = message.stopReason();
		if (reason == null) {
			throw new TruncatedException("The answer does not say why it ended", null,
					this.failures.state().callState());
		}
		MessageEventHandler.finish(reason, this.failures);
		this.complete = true;
		return message;
	}

	private Message read(byte[] bytes, int offset, int length) {
		try {
			Message message = this.reader.readValue(bytes, offset, length);
			if (message.stopReason() == null && message.content().isEmpty()) {
				JsonNode error = ServerError.find(this.mapper.readTree(bytes, offset, length));
				throw (error != null) ? this.failures.ofErrorObject(error)
						: this.failures.unreadable("The answer is no message");
			}
			return message;
		}
		catch (JacksonException ex) {
			throw (ex instanceof UnexpectedEndOfInputException || isCut(bytes, offset, length))
					? new TruncatedException("The answer breaks off", null, this.failures.state().callState())
					: this.failures.unreadable("The answer is not the JSON of a message");
		}
	}

	/**
	 * The parser does not tell a cut inside a word, such as {@code null}, from another
	 * word.
	 */
	private static boolean isCut(byte[] bytes, int offset, int length) {
		int last = offset + length - 1;
		while (last > offset && Character.isWhitespace(bytes[last])) {
			last--;
		}
		return bytes[last] != '}';
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
