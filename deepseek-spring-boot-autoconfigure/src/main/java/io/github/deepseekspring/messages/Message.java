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

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepseekspring.wire.FreeFormSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * The answer to a {@link MessageRequest}.
 *
 * @param id the id of the answer, or {@code null} if there is none
 * @param type the type of the answer, {@code message}
 * @param role who speaks, {@code assistant}
 * @param model the model that answered; it may have another name than the one asked for
 * @param content what was answered, in order
 * @param stopReason why the answer ended; {@code null} only in the first event of a
 * stream
 * @param stopSequence the stop sequence that was reached, or {@code null}
 * @param usage the tokens used, or {@code null} if they were not told
 * @param extra members that have no component here, in order
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
public record Message(@Nullable String id, @Nullable String type, @Nullable String role, @Nullable String model,
		List<ContentBlock> content, @Nullable StopReason stopReason, @Nullable String stopSequence,
		@Nullable MessageUsage usage, Map<String, Object> extra) {

	public Message {
		content = List.copyOf(content);
		extra = Members.copyOf(extra);
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static Message of(@JsonDeserialize(using = MembersDeserializer.class) Map<String, Object> members) {
		MemberReader reader = new MemberReader(members);
		List<ContentBlock> content = reader.list("content", ContentBlock::of);
		String stopReason = reader.text("stop_reason");
		Map<String, Object> usage = reader.object("usage");
		return new Message(reader.text("id"), reader.text("type"), reader.text("role"), reader.text("model"),
				(content != null) ? content : List.of(), (stopReason != null) ? StopReason.of(stopReason) : null,
				reader.text("stop_sequence"), (usage != null) ? MessageUsage.of(usage) : null, reader.rest());
	}

	/**
	 * Return the text of the answer. It can be empty: the model may have used up
	 * {@code max_tokens} with thinking, or want tools called.
	 * @return the text of all {@link TextBlock}s, one behind the other
	 */
	public String text() {
		return MessageContent.text(this.content);
	}

	/**
	 * Return the calls that the model wants made. Only the stop reason
	 * {@link StopReason#TOOL_USE} tells that they are whole: another one, such as
	 * {@link StopReason#MAX_TOKENS}, can have cut off the last.
	 * @return the calls in order, empty if there are none
	 */
	public List<ToolUseBlock> toolUses() {
		return this.content.stream().filter(ToolUseBlock.class::isInstance).map(ToolUseBlock.class::cast).toList();
	}

	/**
	 * Return the answer as a message of the history of the next request, with all its
	 * blocks as they came.
	 * @return the message
	 */
	public MessageParam toParam() {
		return new MessageParam((this.role != null) ? this.role : "assistant", MessageContent.of(this.content),
				Map.of());
	}

	@JsonValue
	@JsonSerialize(using = FreeFormSerializer.class)
	Map<String, Object> members() {
		return new MemberWriter().put("id", this.id)
			.put("type", this.type)
			.put("role", this.role)
			.put("model", this.model)
			.put("content", this.content.stream().map(ContentBlock::members).toList())
			.putNullable("stop_reason", (this.stopReason != null) ? this.stopReason.value() : null)
			.putNullable("stop_sequence", this.stopSequence)
			.put("usage", (this.usage != null) ? this.usage.members() : null)
			.putAll(this.extra)
			.members();
	}

	@Override
	public String toString() {
		return "Message[id=" + this.id + ", model=" + this.model + ", content=" + this.content + ", stopReason="
				+ this.stopReason + ", usage=" + this.usage + ", extra=" + this.extra.keySet() + "]";
	}

}
