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
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What a message, a tool or the system says: on the wire either a string or an array of
 * blocks.
 *
 * @since 0.1.0
 */
public final class MessageContent {

	private final List<ContentBlock> blocks;

	private final boolean plain;

	private MessageContent(List<ContentBlock> blocks, boolean plain) {
		this.blocks = blocks;
		this.plain = plain;
	}

	/**
	 * Create a content that is written as a string.
	 * @param text the text
	 * @return the content
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static MessageContent of(String text) {
		return new MessageContent(List.of(new TextBlock(text)), true);
	}

	/**
	 * Create a content that is written as an array.
	 * @param blocks the blocks in order
	 * @return the content
	 */
	public static MessageContent of(List<? extends ContentBlock> blocks) {
		Assert.notNull(blocks, "'blocks' must not be null");
		Assert.noNullElements(blocks, "'blocks' must not contain null elements");
		return new MessageContent(List.copyOf(blocks), false);
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static MessageContent ofBlocks(List<ContentBlock> blocks) {
		return of(blocks);
	}

	/**
	 * Return the content that a JSON value is.
	 * @return the content, or {@code null} if the value is neither a string nor an array
	 * of objects
	 */
	static @Nullable MessageContent read(Object value) {
		if (value instanceof String text) {
			return of(text);
		}
		List<ContentBlock> blocks = (value instanceof List<?> list) ? MemberReader.list(list, ContentBlock::of) : null;
		return (blocks != null) ? of(blocks) : null;
	}

	/**
	 * Return whether the content is written as a string.
	 * @return {@code true} for a string, {@code false} for an array
	 */
	public boolean plain() {
		return this.plain;
	}

	/**
	 * Return the text, that of several blocks without anything in between.
	 * @return the text of all {@link TextBlock}s, empty if there is none
	 */
	public String text() {
		return text(this.blocks);
	}

	static String text(List<ContentBlock> blocks) {
		if (blocks.size() == 1 && blocks.get(0) instanceof TextBlock single) {
			return single.text();
		}
		return blocks.stream()
			.filter(TextBlock.class::isInstance)
			.map((block) -> ((TextBlock) block).text())
			.collect(Collectors.joining());
	}

	/**
	 * Return the blocks; a plain text is one {@link TextBlock}.
	 * @return the blocks in order
	 */
	public List<ContentBlock> blocks() {
		return this.blocks;
	}

	/**
	 * Return the content as JSON, where a block is a map.
	 */
	Object json() {
		return this.plain ? text() : this.blocks.stream().map(ContentBlock::members).toList();
	}

	@JsonValue
	Object wire() {
		return this.plain ? text() : this.blocks;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof MessageContent that && this.plain == that.plain
				&& this.blocks.equals(that.blocks));
	}

	@Override
	public int hashCode() {
		return this.blocks.hashCode();
	}

	@Override
	public String toString() {
		return this.plain ? Lengths.of(text()) : this.blocks.toString();
	}

}
