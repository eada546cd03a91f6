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

package io.github.deepseekspring.completion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The log probabilities of the tokens of a completion. The lists are parallel: what
 * stands at one index belongs to one token. A {@code null} in a list is a token of which
 * nothing was told.
 *
 * @param textOffset where each token begins in the text, or {@code null}
 * @param tokenLogprobs the log probability of each token, or {@code null}
 * @param tokens the tokens, or {@code null}
 * @param topLogprobs the most likely tokens at each place with their log probabilities,
 * one more at most than were asked for, or {@code null}
 * @since 0.1.0
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "text_offset", "token_logprobs", "tokens", "top_logprobs" })
public record CompletionLogprobs(@Nullable List<@Nullable Integer> textOffset,
		@Nullable List<@Nullable Double> tokenLogprobs, @Nullable List<@Nullable String> tokens,
		@Nullable List<@Nullable Map<String, Double>> topLogprobs) {

	public CompletionLogprobs {
		textOffset = copy(textOffset);
		tokenLogprobs = copy(tokenLogprobs);
		tokens = copy(tokens);
		topLogprobs = copy(topLogprobs);
	}

	private static <T extends @Nullable Object> @Nullable List<T> copy(@Nullable List<T> source) {
		return (source != null) ? Collections.unmodifiableList(new ArrayList<>(source)) : null;
	}

	@Override
	public String toString() {
		return "CompletionLogprobs[tokens=" + ((this.tokens != null) ? this.tokens.size() : "null") + "]";
	}

}
