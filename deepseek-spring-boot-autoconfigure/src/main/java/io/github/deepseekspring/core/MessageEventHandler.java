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

import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.GenerationInterruptedException;
import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.StopReason;
import io.github.deepseekspring.stream.PayloadHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the events of a streamed message. It is complete with its last event alone, since
 * the reason of the end may be followed by more, and only if that reason was told. What
 * begins it is data, since it tells the tokens of the prompt, which nobody has counted
 * while the request still waits. Where the name of an event and the type in its data
 * differ, the data counts.
 */
final class MessageEventHandler implements PayloadHandler<MessageEvent> {

	private static final String PING = "ping";

	private static final String ERROR = "error";

	private final JsonMapper mapper;

	private final ObjectReader reader;

	private final Failures failures;

	private boolean finished;

	private boolean terminated;

	MessageEventHandler(JsonMapper mapper, ObjectReader reader, Failures failures) {
		this.mapper = mapper;
		this.reader = reader;
		this.failures = failures;
	}

	@Override
	public @Nullable MessageEvent decode(@Nullable String name, byte[] bytes, int offset, int length) {
		try {
			MessageEvent event = this.reader.readValue(bytes, offset, length);
			if (event instanceof MessageEvent.Unknown unknown) {
				requireNoError(name, unknown, this.mapper.readTree(bytes, offset, length));
				if (PING.equals(unknown.type().isEmpty() ? name : unknown.type())) {
					return null;
				}
			}
			else if (event instanceof MessageEvent.MessageStart start) {
				if (!hasBlocks(start.message())) {
					throw this.failures.unreadable("The content of the answer is no list of blocks");
				}
				this.finished |= isFinished(start.message().stopReason(), this.failures);
			}
			else if (event instanceof MessageEvent.MessageDelta delta) {
				this.finished |= isFinished(delta.delta().stopReason(), this.failures);
			}
			this.terminated = event instanceof MessageEvent.MessageStop;
			return event;
		}
		catch (JacksonException ex) {
			if (PING.equals(name)) {
				return null;
			}
			throw this.failures.unreadable("An event of the stream is not the JSON of an event");
		}
	}

	/**
	 * An error has a type of its own, or is wrapped in the envelope of the other APIs.
	 */
	private void requireNoError(@Nullable String name, MessageEvent.Unknown event, JsonNode payload) {
		boolean told = ERROR.equals(name) || ERROR.equals(event.type());
		JsonNode error = (told || event.type().isEmpty() || payload.hasNonNull(ERROR)) ? ServerError.find(payload)
				: null;
		if (error != null || told) {
			throw this.failures.ofErrorObject((error != null) ? error : payload);
		}
	}

	/**
	 * Return whether the content of an answer can be read. If not, it is among what is
	 * not known, and the answer only seems to be empty.
	 */
	static boolean hasBlocks(Message message) {
		return !message.extra().containsKey("content");
	}

	/**
	 * Return whether an answer has told why it ended, and fail for the reasons that tell
	 * of a failure. Those of the chat API are not documented here, and would mean the
	 * same.
	 */
	static boolean isFinished(@Nullable StopReason reason, Failures failures) {
		if (reason == null) {
			return false;
		}
		switch (reason.value()) {
			case "refusal", "content_filter" -> throw new ContentRejectedException(failures.state().callState());
			case "insufficient_system_resource", "aborted" ->
				throw new GenerationInterruptedException(reason.value(), failures.state().callState());
			default -> {
				return true;
			}
		}
	}

	@Override
	public boolean knowsKeepAlives() {
		return true;
	}

	@Override
	public boolean isComplete() {
		return this.terminated && this.finished;
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
