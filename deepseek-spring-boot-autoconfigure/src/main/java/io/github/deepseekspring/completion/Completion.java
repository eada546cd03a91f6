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

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.wire.Copies;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The answer to a {@link CompletionRequest}, or a piece of one that is streamed: both
 * have the same form. DeepSeek gives one choice; the methods speak of the first.
 *
 * @param id the id of the answer, the same in all its pieces
 * @param object the type of the answer, {@code text_completion}
 * @param created when the answer was made, in seconds since 1970-01-01T00:00Z
 * @param model the model that answered; it may have another name than the one asked for
 * @param systemFingerprint the configuration of the server that answered
 * @param choices the answers, empty if there are none
 * @param usage the tokens used, or {@code null} if they were not told; in a stream, the
 * last piece or one of its own after it tells them
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-completion">Create
 * completion</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "id", "object", "created", "model", "system_fingerprint", "choices", "usage" })
public record Completion(@Nullable String id, @Nullable String object, @Nullable Long created, @Nullable String model,
		@Nullable String systemFingerprint, List<CompletionChoice> choices, @Nullable Usage usage) {

	public Completion {
		choices = Copies.receivedOrEmpty(choices);
	}

	/**
	 * Return the text: what belongs between the prompt and the suffix, or the piece of it
	 * that is new.
	 * @return the text, empty if there is none
	 */
	public String text() {
		String text = this.choices.isEmpty() ? null : this.choices.get(0).text();
		return (text != null) ? text : "";
	}

	/**
	 * Return why the answer ended.
	 * @return the reason, or {@code null} if it was not told (yet)
	 */
	public @Nullable FinishReason finishReason() {
		return this.choices.isEmpty() ? null : this.choices.get(0).finishReason();
	}

}
