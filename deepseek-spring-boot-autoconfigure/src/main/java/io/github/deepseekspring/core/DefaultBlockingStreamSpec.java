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

import java.util.stream.Stream;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatEvent;

/**
 * The forms in which a thread can wait for a streamed answer.
 */
record DefaultBlockingStreamSpec(StreamSpec call) implements BlockingStreamSpec {

	@Override
	public BlockingStreamSpec signals() {
		return new DefaultBlockingStreamSpec(this.call.signals());
	}

	@Override
	public Stream<String> content() {
		return BlockingCall.stream(this.call.content());
	}

	@Override
	public Stream<ChatEvent> events() {
		return BlockingCall.stream(this.call.events());
	}

	@Override
	public Stream<ChatCompletionChunk> chunks() {
		return BlockingCall.stream(this.call.chunks());
	}

	@Override
	public ChatCompletion completion() {
		return BlockingCall.await(this.call.completion());
	}

	@Override
	public <T> Stream<T> entityList(Class<T> elementType) {
		return BlockingCall.stream(this.call.entityList(elementType));
	}

}
