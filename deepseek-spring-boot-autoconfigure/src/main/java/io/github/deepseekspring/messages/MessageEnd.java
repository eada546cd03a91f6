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
 * What a streamed answer tells of its end.
 *
 * @param stopReason why the answer ends, or {@code null} if that was not told
 * @param stopSequence the stop sequence that was reached, or {@code null}
 * @param extra members that have no component here, in order
 * @since 0.1.0
 */
public record MessageEnd(@Nullable StopReason stopReason, @Nullable String stopSequence, Map<String, Object> extra) {

	public MessageEnd {
		extra = Members.copyOf(extra);
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static MessageEnd of(@JsonDeserialize(using = MembersDeserializer.class) Map<String, Object> members) {
		MemberReader reader = new MemberReader(members);
		String stopReason = reader.text("stop_reason");
		return new MessageEnd((stopReason != null) ? StopReason.of(stopReason) : null, reader.text("stop_sequence"),
				reader.rest());
	}

	@JsonValue
	@JsonSerialize(using = FreeFormSerializer.class)
	Map<String, Object> members() {
		return new MemberWriter().putNullable("stop_reason", (this.stopReason != null) ? this.stopReason.value() : null)
			.putNullable("stop_sequence", this.stopSequence)
			.putAll(this.extra)
			.members();
	}

	@Override
	public String toString() {
		return "MessageEnd[stopReason=" + this.stopReason + ", extra=" + this.extra.keySet() + "]";
	}

}
