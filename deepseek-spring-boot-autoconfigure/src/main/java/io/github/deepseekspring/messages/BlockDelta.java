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
import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What is new in a block of a streamed answer.
 *
 * @since 0.1.0
 */
public sealed interface BlockDelta {

	/**
	 * Return the delta as JSON.
	 * @return all members, unmodifiable
	 */
	@JsonValue
	@JsonSerialize(using = FreeFormSerializer.class)
	Map<String, Object> members();

	/**
	 * Create a delta from its JSON.
	 * @param members all members, {@code type} included
	 * @return the delta: an {@link Unknown} if this version has no type for it
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static BlockDelta of(@JsonDeserialize(using = MembersDeserializer.class) Map<String, Object> members) {
		MemberReader reader = new MemberReader(members);
		String type = reader.text("type");
		BlockDelta known = (type != null) ? known(type, reader) : null;
		return (known != null) ? known : new Unknown(members);
	}

	private static @Nullable BlockDelta known(String type, MemberReader reader) {
		String piece = switch (type) {
			case Text.TYPE -> reader.text("text");
			case Thinking.TYPE -> reader.text("thinking");
			case Signature.TYPE -> reader.text("signature");
			case InputJson.TYPE -> reader.text("partial_json");
			default -> null;
		};
		if (piece == null) {
			return null;
		}
		return switch (type) {
			case Text.TYPE -> new Text(piece, reader.rest());
			case Thinking.TYPE -> new Thinking(piece, reader.rest());
			case Signature.TYPE -> new Signature(piece, reader.rest());
			default -> new InputJson(piece, reader.rest());
		};
	}

	/**
	 * The model answers.
	 *
	 * @param text the next piece of the text
	 * @param extra members that have no component here, in order
	 */
	record Text(String text, Map<String, Object> extra) implements BlockDelta {

		static final String TYPE = "text_delta";

		public Text {
			extra = Members.copyOf(extra);
		}

		/**
		 * Create the delta.
		 * @param text the next piece of the text
		 */
		public Text(String text) {
			this(text, Map.of());
		}

		@Override
		public Map<String, Object> members() {
			return new MemberWriter().put("type", TYPE).put("text", this.text).putAll(this.extra).members();
		}

		@Override
		public String toString() {
			return "Text[text=" + Lengths.of(this.text) + "]";
		}

	}

	/**
	 * The model thinks.
	 *
	 * @param thinking the next piece of what it thinks
	 * @param extra members that have no component here, in order
	 */
	record Thinking(String thinking, Map<String, Object> extra) implements BlockDelta {

		static final String TYPE = "thinking_delta";

		public Thinking {
			extra = Members.copyOf(extra);
		}

		/**
		 * Create the delta.
		 * @param thinking the next piece of what it thinks
		 */
		public Thinking(String thinking) {
			this(thinking, Map.of());
		}

		@Override
		public Map<String, Object> members() {
			return new MemberWriter().put("type", TYPE).put("thinking", this.thinking).putAll(this.extra).members();
		}

		@Override
		public String toString() {
			return "Thinking[thinking=" + Lengths.of(this.thinking) + "]";
		}

	}

	/**
	 * The server signs what the model thought.
	 *
	 * @param signature the next piece of the signature
	 * @param extra members that have no component here, in order
	 */
	record Signature(String signature, Map<String, Object> extra) implements BlockDelta {

		static final String TYPE = "signature_delta";

		public Signature {
			extra = Members.copyOf(extra);
		}

		/**
		 * Create the delta.
		 * @param signature the next piece of the signature
		 */
		public Signature(String signature) {
			this(signature, Map.of());
		}

		@Override
		public Map<String, Object> members() {
			return new MemberWriter().put("type", TYPE).put("signature", this.signature).putAll(this.extra).members();
		}

		@Override
		public String toString() {
			return "Signature[signature=" + Lengths.of(this.signature) + "]";
		}

	}

	/**
	 * The model writes the input of a tool call, which is incomplete until the block has
	 * ended.
	 *
	 * @param partialJson the next piece of the JSON, possibly empty
	 * @param extra members that have no component here, in order
	 */
	record InputJson(String partialJson, Map<String, Object> extra) implements BlockDelta {

		static final String TYPE = "input_json_delta";

		public InputJson {
			extra = Members.copyOf(extra);
		}

		/**
		 * Create the delta.
		 * @param partialJson the next piece of the JSON, possibly empty
		 */
		public InputJson(String partialJson) {
			this(partialJson, Map.of());
		}

		@Override
		public Map<String, Object> members() {
			return new MemberWriter().put("type", TYPE)
				.put("partial_json", this.partialJson)
				.putAll(this.extra)
				.members();
		}

		@Override
		public String toString() {
			return "InputJson[partialJson=" + Lengths.of(this.partialJson) + "]";
		}

	}

	/**
	 * Something that this version does not know.
	 *
	 * @param members the delta as JSON
	 */
	record Unknown(Map<String, Object> members) implements BlockDelta {

		public Unknown {
			members = Members.copyOf(members);
		}

		@Override
		public String toString() {
			return "Unknown[type=" + this.members.get("type") + "]";
		}

	}

}
