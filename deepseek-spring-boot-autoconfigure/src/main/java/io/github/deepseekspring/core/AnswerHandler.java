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
import java.util.function.Predicate;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.stream.PayloadHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an answer that is not streamed.
 *
 * @param <T> the type of the answer
 */
final class AnswerHandler<T> implements PayloadHandler<T> {

	/**
	 * What the JSON parser skips.
	 */
	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private final JsonMapper mapper;

	private final ObjectReader reader;

	private final Predicate<T> substantial;

	private final Predicate<T> finished;

	private final Failures failures;

	private boolean complete;

	/**
	 * Create a handler.
	 * @param mapper reads what is no answer
	 * @param reader reads the answer
	 * @param substantial tells whether an answer has what makes it one
	 * @param finished tells whether an answer has said that it is complete
	 * @param failures makes the exceptions
	 */
	AnswerHandler(JsonMapper mapper, ObjectReader reader, Predicate<T> substantial, Predicate<T> finished,
			Failures failures) {
		this.mapper = mapper;
		this.reader = reader;
		this.substantial = substantial;
		this.finished = finished;
		this.failures = failures;
	}

	/**
	 * Create a handler for an answer that is complete when it has told why it ended.
	 */
	static <T> AnswerHandler<T> of(JsonMapper mapper, ObjectReader reader, FinishRule<T, ?> rule, Failures failures) {
		return new AnswerHandler<>(mapper, reader, rule::hasChoices, (answer) -> rule.isFinished(answer, failures),
				failures);
	}

	@Override
	public T decode(@Nullable String event, byte[] bytes, int offset, int length) {
		int mark = byteOrderMark(bytes, offset, length);
		if (length == mark || bytes[offset + mark] != '{') {
			throw noise(new String(bytes, offset + mark, length - mark, StandardCharsets.UTF_8));
		}
		T answer = read(bytes, offset, length);
		if (!this.finished.test(answer)) {
			throw new TruncatedException("The answer does not say why it ended", null,
					this.failures.state().callState());
		}
		this.complete = true;
		return answer;
	}

	/**
	 * Return how many bytes the byte order mark takes at the beginning.
	 */
	private static int byteOrderMark(byte[] bytes, int offset, int length) {
		int size = BYTE_ORDER_MARK.length;
		return (length >= size && Arrays.equals(bytes, offset, offset + size, BYTE_ORDER_MARK, 0, size)) ? size : 0;
	}

	private T read(byte[] bytes, int offset, int length) {
		try {
			T answer = this.reader.readValue(bytes, offset, length);
			if (!this.substantial.test(answer)) {
				JsonNode error = ServerError.find(this.mapper.readTree(bytes, offset, length));
				throw (error != null) ? this.failures.ofErrorObject(error)
						: this.failures.unreadable("The answer has nothing of what was asked for");
			}
			return answer;
		}
		catch (JacksonException ex) {
			throw (ex instanceof UnexpectedEndOfInputException || isCut(bytes, offset, length))
					? new TruncatedException("The answer breaks off", null, this.failures.state().callState())
					: this.failures.unreadable("The answer is not the JSON that was asked for");
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
