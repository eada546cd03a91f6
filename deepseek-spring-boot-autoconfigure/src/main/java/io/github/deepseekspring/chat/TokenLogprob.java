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

package io.github.deepseekspring.chat;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.wire.Copies;
import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The log probability of a token.
 *
 * @param token the token as text
 * @param logprob the natural logarithm of its probability; {@code -9999.0} stands for
 * very unlikely
 * @param bytes the UTF-8 bytes of the token, each 0 to 255, or {@code null}
 * @param topLogprobs the most likely tokens at this place, possibly fewer than were asked
 * for; {@code null} in an alternative itself
 * @since 0.1.0
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "token", "logprob", "bytes", "top_logprobs" })
public record TokenLogprob(@Nullable String token, @Nullable Double logprob, @Nullable List<Integer> bytes,
		@Nullable List<TokenLogprob> topLogprobs) {

	public TokenLogprob {
		bytes = Copies.received(bytes);
		topLogprobs = Copies.received(topLogprobs);
	}

	@Override
	public String toString() {
		return "TokenLogprob[token=" + Lengths.of(this.token) + ", logprob=" + this.logprob + ", topLogprobs="
				+ Lengths.of(this.topLogprobs) + "]";
	}

}
