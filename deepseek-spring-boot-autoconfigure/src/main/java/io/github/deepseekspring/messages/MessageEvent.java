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

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepseekspring.wire.FreeFormSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What happens in the course of a streamed answer: one {@link MessageStart}, blocks that
 * start, grow and stop, one {@link MessageDelta} with the reason of the end, and one
 * {@link MessageStop}, without which an answer is not complete.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
public sealed interface MessageEvent {

	/**
	 * Return the type of the event, which is also the name of the server-sent event.
	 * @return such as {@code content_block_delta}; empty if it has none
	 */
	String type();

	/**
	 * Return the event as JSON.
	 * @return all members, unmodifiable
	 */
	@JsonValue
	@JsonSerialize(using = FreeFormSerializer.class)
	Map<String, Object> members();

	/**
	 * Create an event from its JSON.
	 * @param members all members, {@code type} included
	 * @return the event: an {@link Unknown} if this version has no type for it, or if a
	 * member is missing that the type is about
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static MessageEvent of(@JsonDeserialize(using = MembersDeserializer.class) Map<String, Object> members) {
		return MessageEventReader.read(members);
	}

	/**
	 * The answer begins.
	 *
	 * @param message the answer, still without content and reason
	 * @param extra members that have no component here, in order
	 */
	record MessageStart(Message message, Map<String, Object> extra) implements MessageEvent {

		static final String TYPE = "message_start";

		public MessageStart {
			extra = Members.copyOf(extra);
		}

		@Override
		public String type() {
			return TYPE;
		}

		@Override
		public Map<String, Object> members() {
			return new MemberWriter().put("type", TYPE)
				.put("message", this.message.members())
				.putAll(this.extra)
				.members();
		}

		@Override
		public String toString() {
			return "MessageStart[message=" + this.message + "]";
		}

	}

	/**
	 * A block begins.
	 *
	 * @param index which of the blocks, from 0, or {@code null} if it was not told
	 * @param contentBlock the block, mostly still empty
	 * @param extra members that have no component here, in order
	 */
	record ContentBlockStart(@Nullable Integer index, ContentBlock contentBlock,
			Map<String, Object> extra) implements MessageEvent {

		static final String TYPE = "content_block_start";

		public ContentBlockStart {
			extra = Members.copyOf(extra);
		}

		@Override
		public String type() {
			return TYPE;
		}

		@Override
		public Map<String, Object> members() {
			return new MemberWriter().put("type", TYPE)
				.put("index", this.index)
				.put("content_block", this.contentBlock.members())
				.putAll(this.extra)
				.members();
		}

		@Override
		public String toString() {
			return "ContentBlockStart[index=" + this.index + ", contentBlock=" + this.contentBlock + "]";
		}

	}

	/**
	 * A block grows.
	 *
	 * @param index which of the blocks, from 0, or {@code null} if it was not told
	 * @param delta what is new
	 * @param extra members that have no component here, in order
	 */
	record ContentBlockDelta(@Nullable Integer index, BlockDelta delta,
			Map<String, Object> extra) implements MessageEvent {

		static final String TYPE = "content_block_delta";

		public ContentBlockDelta {
			extra = Members.copyOf(extra);
		}

		/**
		 * Return the next piece of the answer's text.
		 * @return the piece, or {@code null} if the event is about something else
		 */
		public @Nullable String text() {
			return (this.delta instanceof BlockDelta.Text piece) ? piece.text() : null;
		}

		@Override
		public String type() {
			return TYPE;
		}

		@Override
		public Map<String, Object> members() {
			return new MemberWriter().put("type", TYPE)
				.put("index", this.index)
				.put("delta", this.delta.members())
				.putAll(this.extra)
				.members();
		}

		@Override
		public String toString() {
			return "ContentBlockDelta[index=" + this.index + ", delta=" + this.delta + "]";
		}

	}

	/**
	 * A block is complete.
	 *
	 * @param index which of the blocks, from 0, or {@code null} if it was not told
	 * @param extra members that have no component here, in order
	 */
	record ContentBlockStop(@Nullable Integer index, Map<String, Object> extra) implements MessageEvent {

		static final String TYPE = "content_block_stop";

		public ContentBlockStop {
			extra = Members.copyOf(extra);
		}

		@Override
		public String type() {
			return TYPE;
		}

		@Override
		public Map<String, Object> members() {
			return new MemberWriter().put("type", TYPE).put("index", this.index).putAll(this.extra).members();
		}

		@Override
		public String toString() {
			return "ContentBlockStop[index=" + this.index + "]";
		}

	}

	/**
	 * The answer tells why it ends. More than one can come; the last that tells counts.
	 *
	 * @param delta the reason
	 * @param usage the tokens used so far, or {@code null} if they were not told
	 * @param extra members that have no component here, in order
	 */
	record MessageDelta(MessageEnd delta, @Nullable MessageUsage usage,
			Map<String, Object> extra) implements MessageEvent {

		static final String TYPE = "message_delta";

		public MessageDelta {
			extra = Members.copyOf(extra);
		}

		@Override
		public String type() {
			return TYPE;
		}

		@Override
		public Map<String, Object> members() {
			return new MemberWriter().put("type", TYPE)
				.put("delta", this.delta.members())
				.put("usage", (this.usage != null) ? this.usage.members() : null)
				.putAll(this.extra)
				.members();
		}

		@Override
		public String toString() {
			return "MessageDelta[delta=" + this.delta + ", usage=" + this.usage + "]";
		}

	}

	/**
	 * The answer is complete.
	 *
	 * @param extra members that have no component here, in order
	 */
	record MessageStop(Map<String, Object> extra) implements MessageEvent {

		static final String TYPE = "message_stop";

		public MessageStop {
			extra = Members.copyOf(extra);
		}

		@Override
		public String type() {
			return TYPE;
		}

		@Override
		public Map<String, Object> members() {
			return new MemberWriter().put("type", TYPE).putAll(this.extra).members();
		}

		@Override
		public String toString() {
			return "MessageStop[]";
		}

	}

	/**
	 * Something that this version does not know. It is passed on as it came.
	 *
	 * @param members the event as JSON
	 */
	record Unknown(Map<String, Object> members) implements MessageEvent {

		public Unknown {
			members = Members.copyOf(members);
		}

		@Override
		public String type() {
			return (this.members.get("type") instanceof String type) ? type : "";
		}

		@Override
		public String toString() {
			return "Unknown[type=" + type() + "]";
		}

	}

}
