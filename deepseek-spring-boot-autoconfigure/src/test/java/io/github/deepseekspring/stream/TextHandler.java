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

package io.github.deepseekspring.stream;

import java.nio.charset.StandardCharsets;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.MalformedAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * An API whose payloads are texts: {@code fin} makes an answer complete, {@code [DONE]}
 * ends it, {@code end} does both and is a payload, {@code bad} cannot be read.
 */
final class TextHandler implements PayloadHandler<String> {

	private final boolean doneCompletes;

	private final boolean anythingCompletes;

	private boolean complete;

	private boolean terminated;

	private TextHandler(boolean doneCompletes, boolean anythingCompletes) {
		this.doneCompletes = doneCompletes;
		this.anythingCompletes = anythingCompletes;
	}

	/**
	 * An answer that is complete with {@code fin}.
	 */
	static TextHandler completeWithFin() {
		return new TextHandler(false, false);
	}

	/**
	 * An answer that is complete with {@code [DONE]} alone.
	 */
	static TextHandler completeWithDone() {
		return new TextHandler(true, false);
	}

	/**
	 * An answer of one value.
	 */
	static TextHandler completeWithAnything() {
		return new TextHandler(false, true);
	}

	@Override
	public @Nullable String decode(@Nullable String event, byte[] bytes, int offset, int length) {
		String payload = new String(bytes, offset, length, StandardCharsets.UTF_8);
		if (payload.equals("bad")) {
			throw new IllegalArgumentException("not readable");
		}
		this.terminated |= payload.equals("[DONE]") || payload.equals("end");
		this.complete |= payload.equals("fin") || payload.equals("end") || this.anythingCompletes
				|| (this.doneCompletes && this.terminated);
		return payload.equals("[DONE]") ? null : payload;
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
		return new MalformedAnswerException("Not an answer but", text, null, CallState.NOT_ANSWERED);
	}

}
