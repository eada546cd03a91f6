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
import java.util.Map;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.MalformedAnswerException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Folds the pieces of one block. Members that the block began with keep their place.
 */
final class BlockAccumulator {

	private static final ObjectReader INPUT = JsonMapper.builder().build().readerFor(ToolInput.class);

	private final ContentBlock start;

	private @Nullable StringBuilder text;

	private @Nullable StringBuilder thinking;

	private @Nullable StringBuilder signature;

	private @Nullable StringBuilder input;

	private boolean stopped;

	BlockAccumulator(ContentBlock start) {
		this.start = start;
	}

	/**
	 * Create the accumulator of a block that came whole.
	 */
	static BlockAccumulator complete(ContentBlock block) {
		BlockAccumulator accumulator = new BlockAccumulator(block);
		accumulator.stop();
		return accumulator;
	}

	void add(BlockDelta delta) {
		if (delta instanceof BlockDelta.Text piece) {
			this.text = append(this.text, "text", piece.text());
		}
		else if (delta instanceof BlockDelta.Thinking piece) {
			this.thinking = append(this.thinking, "thinking", piece.thinking());
		}
		else if (delta instanceof BlockDelta.Signature piece) {
			this.signature = append(this.signature, "signature", piece.signature());
		}
		else if (delta instanceof BlockDelta.InputJson piece) {
			this.input = append(this.input, "", piece.partialJson());
		}
	}

	private StringBuilder append(@Nullable StringBuilder text, String member, String piece) {
		if (text != null) {
			return text.append(piece);
		}
		Object begun = this.start.members().get(member);
		return new StringBuilder((begun instanceof String beginning) ? beginning : "").append(piece);
	}

	void stop() {
		this.stopped = true;
	}

	void appendText(StringBuilder whole) {
		if (this.text != null) {
			whole.append(this.text);
		}
		else if (this.start instanceof TextBlock block) {
			whole.append(block.text());
		}
	}

	/**
	 * Return whether this is a tool call whose input is still to be written.
	 */
	boolean awaitsInput() {
		boolean begun = this.start instanceof ToolUseBlock call && !call.input().isEmpty();
		return ToolUseBlock.TYPE.equals(this.start.type()) && !begun
				&& (this.input == null || this.input.toString().isBlank());
	}

	ContentBlock toBlock() {
		if (!this.stopped) {
			throw malformed("A block of the answer did not end");
		}
		Map<String, Object> members = new LinkedHashMap<>(this.start.members());
		put(members, "text", this.text);
		put(members, "thinking", this.thinking);
		put(members, "signature", this.signature);
		if (this.input != null && !this.input.toString().isBlank()) {
			members.put("input", input(this.input.toString()));
		}
		else if (ToolUseBlock.TYPE.equals(this.start.type())) {
			members.putIfAbsent("input", Map.of());
		}
		return ContentBlock.of(members);
	}

	private static void put(Map<String, Object> members, String name, @Nullable StringBuilder text) {
		if (text != null) {
			members.put(name, text.toString());
		}
	}

	private static Map<String, Object> input(String json) {
		try {
			ToolInput input = INPUT.readValue(json);
			return input.members();
		}
		catch (JacksonException ex) {
			throw malformed("The input of a tool call is not a JSON object");
		}
	}

	/**
	 * The failure shows nothing of the answer, and so has no cause.
	 */
	static MalformedAnswerException malformed(String problem) {
		return new MalformedAnswerException(problem, null, null, new CallState(true, null));
	}

}
