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

package io.github.deepseekspring.messages;

import java.util.Map;

import io.github.deepseekspring.messages.MessageEvent.ContentBlockDelta;
import io.github.deepseekspring.messages.MessageEvent.ContentBlockStart;
import io.github.deepseekspring.messages.MessageEvent.ContentBlockStop;
import io.github.deepseekspring.messages.MessageEvent.MessageDelta;
import io.github.deepseekspring.messages.MessageEvent.MessageStart;
import io.github.deepseekspring.messages.MessageEvent.MessageStop;
import io.github.deepseekspring.messages.MessageEvent.Unknown;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a stream from their JSON.
 */
final class MessageEventReader {

	private MessageEventReader() {
	}

	static MessageEvent read(Map<String, Object> members) {
		MemberReader reader = new MemberReader(members);
		String type = reader.text("type");
		MessageEvent event = (type != null) ? read(type, reader) : null;
		return (event != null) ? event : new Unknown(members);
	}

	private static @Nullable MessageEvent read(String type, MemberReader reader) {
		return switch (type) {
			case ContentBlockDelta.TYPE -> contentBlockDelta(reader);
			case ContentBlockStart.TYPE -> contentBlockStart(reader);
			case ContentBlockStop.TYPE -> new ContentBlockStop(reader.integer("index"), reader.rest());
			case MessageStart.TYPE -> messageStart(reader);
			case MessageDelta.TYPE -> messageDelta(reader);
			case MessageStop.TYPE -> new MessageStop(reader.rest());
			default -> null;
		};
	}

	private static @Nullable MessageEvent messageStart(MemberReader reader) {
		Map<String, Object> message = reader.object("message");
		return (message != null) ? new MessageStart(Message.of(message), reader.rest()) : null;
	}

	private static @Nullable MessageEvent contentBlockStart(MemberReader reader) {
		Integer index = reader.integer("index");
		Map<String, Object> block = reader.object("content_block");
		return (block != null) ? new ContentBlockStart(index, ContentBlock.of(block), reader.rest()) : null;
	}

	private static @Nullable MessageEvent contentBlockDelta(MemberReader reader) {
		Integer index = reader.integer("index");
		Map<String, Object> delta = reader.object("delta");
		return (delta != null) ? new ContentBlockDelta(index, BlockDelta.of(delta), reader.rest()) : null;
	}

	private static @Nullable MessageEvent messageDelta(MemberReader reader) {
		Map<String, Object> delta = reader.object("delta");
		Map<String, Object> usage = reader.object("usage");
		return (delta != null)
				? new MessageDelta(MessageEnd.of(delta), (usage != null) ? MessageUsage.of(usage) : null, reader.rest())
				: null;
	}

}
