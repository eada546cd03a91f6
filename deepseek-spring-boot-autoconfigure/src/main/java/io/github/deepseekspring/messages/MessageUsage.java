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

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepseekspring.wire.FreeFormSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * The tokens of a call. In this style, the tokens of the request are those that the
 * prefix cache did not know; what it knew is told beside them.
 *
 * @param inputTokens the tokens of the request that did not come from the cache, or
 * {@code null} if they were not told
 * @param cacheCreationInputTokens the tokens that were written to the cache, or
 * {@code null}
 * @param cacheReadInputTokens the tokens of the request that came from the cache, or
 * {@code null}
 * @param outputTokens the tokens of the answer, thinking included, or {@code null}
 * @param extra members that have no component here, in order
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/kv_cache">Context caching</a>
 */
public record MessageUsage(@Nullable Integer inputTokens, @Nullable Integer cacheCreationInputTokens,
		@Nullable Integer cacheReadInputTokens, @Nullable Integer outputTokens, Map<String, Object> extra) {

	public MessageUsage {
		extra = Members.copyOf(extra);
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static MessageUsage of(@JsonDeserialize(using = MembersDeserializer.class) Map<String, Object> members) {
		MemberReader reader = new MemberReader(members);
		return new MessageUsage(reader.integer("input_tokens"), reader.integer("cache_creation_input_tokens"),
				reader.integer("cache_read_input_tokens"), reader.integer("output_tokens"), reader.rest());
	}

	/**
	 * Return the tokens of the request, whether they came from the cache or not.
	 * @return the number of tokens, 0 if the server did not tell
	 */
	public int promptTokens() {
		return orZero(this.inputTokens) + orZero(this.cacheCreationInputTokens) + orZero(this.cacheReadInputTokens);
	}

	private static int orZero(@Nullable Integer value) {
		return (value != null) ? value : 0;
	}

	/**
	 * Take over what a later event of the same stream tells.
	 */
	MessageUsage updatedBy(MessageUsage later) {
		Map<String, Object> both = new LinkedHashMap<>(this.extra);
		both.putAll(later.extra);
		return new MessageUsage(later(this.inputTokens, later.inputTokens),
				later(this.cacheCreationInputTokens, later.cacheCreationInputTokens),
				later(this.cacheReadInputTokens, later.cacheReadInputTokens),
				later(this.outputTokens, later.outputTokens), both);
	}

	private static @Nullable Integer later(@Nullable Integer known, @Nullable Integer told) {
		return (told != null) ? told : known;
	}

	@JsonValue
	@JsonSerialize(using = FreeFormSerializer.class)
	Map<String, Object> members() {
		return new MemberWriter().put("input_tokens", this.inputTokens)
			.put("cache_creation_input_tokens", this.cacheCreationInputTokens)
			.put("cache_read_input_tokens", this.cacheReadInputTokens)
			.put("output_tokens", this.outputTokens)
			.putAll(this.extra)
			.members();
	}

}
