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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.messages.MessageEvent.ContentBlockDelta;
import io.github.deepseekspring.messages.MessageEvent.ContentBlockStart;
import io.github.deepseekspring.messages.MessageEvent.ContentBlockStop;
import io.github.deepseekspring.messages.MessageEvent.MessageDelta;
import io.github.deepseekspring.messages.MessageEvent.MessageStart;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Folds the events of a stream into the answer that a call without streaming would have
 * given. What this version does not know of a block's growth is left out; the block keeps
 * what it began with. An instance serves one stream and is not safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class MessageAccumulator {

	private @Nullable Message start;

	private @Nullable StopReason stopReason;

	private @Nullable String stopSequence;

	private @Nullable MessageUsage usage;

	private final Map<String, Object> extra = new LinkedHashMap<>();

	private final TreeMap<Integer, BlockAccumulator> blocks = new TreeMap<>();

	private int current;

	private @Nullable String problem;

	/**
	 * Add the next event.
	 * @param event the event, in the order of the stream
	 */
	public void add(MessageEvent event) {
		Assert.notNull(event, "'event' must not be null");
		if (event instanceof ContentBlockDelta delta) {
			BlockAccumulator block = this.blocks.get((delta.index() != null) ? delta.index() : this.current);
			if (block != null) {
				block.add(delta.delta());
			}
			else {
				this.problem = "A piece of the answer belongs to no block";
			}
		}
		else if (event instanceof ContentBlockStart blockStart) {
			this.current = (blockStart.index() != null) ? blockStart.index() : nextIndex();
			if (this.blocks.putIfAbsent(this.current, new BlockAccumulator(blockStart.contentBlock())) != null) {
				this.problem = "Two blocks of the answer have the same index";
			}
		}
		else if (event instanceof ContentBlockStop stop) {
			BlockAccumulator block = this.blocks.get((stop.index() != null) ? stop.index() : this.current);
			if (block != null) {
				block.stop();
			}
		}
		else if (event instanceof MessageStart messageStart) {
			start(messageStart.message());
		}
		else if (event instanceof MessageDelta delta) {
			end(delta);
		}
	}

	private int nextIndex() {
		return this.blocks.isEmpty() ? 0 : this.blocks.lastKey() + 1;
	}

	private void start(Message message) {
		this.start = message;
		this.stopReason = message.stopReason();
		this.stopSequence = message.stopSequence();
		this.usage = message.usage();
		this.extra.putAll(message.extra());
		for (ContentBlock block : message.content()) {
			this.blocks.put(nextIndex(), BlockAccumulator.complete(block));
		}
	}

	private void end(MessageDelta event) {
		MessageEnd end = event.delta();
		this.stopReason = (end.stopReason() != null) ? end.stopReason() : this.stopReason;
		this.stopSequence = (end.stopSequence() != null) ? end.stopSequence() : this.stopSequence;
		this.extra.putAll(end.extra());
		if (event.usage() != null) {
			this.usage = (this.usage != null) ? this.usage.updatedBy(event.usage()) : event.usage();
		}
	}

	/**
	 * Return the text so far, that of several blocks without anything in between.
	 * @return the text, empty if there is none yet
	 */
	public String text() {
		StringBuilder text = new StringBuilder();
		this.blocks.values().forEach((block) -> block.appendText(text));
		return text.toString();
	}

	/**
	 * Return the answer. To be called once the stream has ended.
	 * @return the answer
	 * @throws MalformedAnswerException if a block did not begin or end, if two have the
	 * same index, or if the input of a tool call is not a JSON object, which is so when
	 * {@code max_tokens} cut it off. The exception carries the text so far
	 */
	public Message toMessage() {
		try {
			requireWholeBlocks();
			Message start = this.start;
			List<ContentBlock> content = this.blocks.values().stream().map(BlockAccumulator::toBlock).toList();
			return (start != null)
					? new Message(start.id(), start.type(), start.role(), start.model(), content, this.stopReason,
							this.stopSequence, this.usage, this.extra)
					: new Message(null, "message", "assistant", null, content, this.stopReason, this.stopSequence,
							this.usage, this.extra);
		}
		catch (MalformedAnswerException ex) {
			String text = text();
			if (!text.isEmpty()) {
				ex.initPartialContent(text);
			}
			throw ex;
		}
	}

	/**
	 * An input of which nothing was written is an empty one, unless the answer was cut
	 * off where it would be.
	 */
	private void requireWholeBlocks() {
		if (this.problem != null) {
			throw BlockAccumulator.malformed(this.problem);
		}
		boolean cut = !StopReason.TOOL_USE.equals(this.stopReason) && !StopReason.END_TURN.equals(this.stopReason);
		if (cut && !this.blocks.isEmpty() && this.blocks.lastEntry().getValue().awaitsInput()) {
			throw BlockAccumulator.malformed("The input of a tool call is missing");
		}
	}

}
