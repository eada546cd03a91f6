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

package io.github.deepseekspring.observation;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.stream.PayloadHandler;
import org.jspecify.annotations.Nullable;

/**
 * Lets the observation of a call see its payloads.
 *
 * @param <T> the type of a payload
 */
final class WatchedPayloads<T> implements PayloadHandler<T> {

	private final PayloadHandler<T> handler;

	private final AnswerReader<T> answers;

	private final @Nullable Transcript<T> transcript;

	private final RunningCall call;

	WatchedPayloads(PayloadHandler<T> handler, AnswerReader<T> answers, @Nullable Transcript<T> transcript,
			RunningCall call) {
		this.handler = handler;
		this.answers = answers;
		this.transcript = transcript;
		this.call = call;
	}

	@Override
	public @Nullable T decode(@Nullable String event, byte[] bytes, int offset, int length) {
		T payload = this.handler.decode(event, bytes, offset, length);
		if (payload != null) {
			this.call.received(payload, this.answers, this.transcript);
		}
		return payload;
	}

	@Override
	public boolean knowsKeepAlives() {
		return this.handler.knowsKeepAlives();
	}

	@Override
	public boolean isComplete() {
		return this.handler.isComplete();
	}

	@Override
	public boolean isTerminated() {
		return this.handler.isTerminated();
	}

	@Override
	public DeepSeekException noise(String text) {
		return this.handler.noise(text);
	}

}
