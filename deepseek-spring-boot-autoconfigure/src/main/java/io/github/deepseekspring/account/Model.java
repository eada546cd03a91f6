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

package io.github.deepseekspring.account;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.wire.Copies;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A model that the account can use. Older servers tell the first three fields only.
 *
 * @param id the name by which requests choose the model
 * @param object the type of the entry, {@code model}
 * @param ownedBy who made it, {@code deepseek}
 * @param name the name to show, with the version that serves at present
 * @param contextWindow the most tokens of a request and its answer together
 * @param maxOutputTokens the most tokens of an answer, reasoning included
 * @param inputModalities what it reads, such as {@code text} and {@code image}; empty if
 * not told
 * @param outputModalities what it writes; empty if not told
 * @param effort how hard it can think, or {@code null} if not told
 * @param apiCapabilities what it can do in certain APIs only, or {@code null} if not told
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/list-models">List models</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "id", "object", "owned_by", "name", "context_window", "max_output_tokens", "input_modalities",
		"output_modalities", "effort", "api_capabilities" })
public record Model(@Nullable String id, @Nullable String object, @Nullable String ownedBy, @Nullable String name,
		@Nullable Integer contextWindow, @Nullable Integer maxOutputTokens, List<String> inputModalities,
		List<String> outputModalities, @Nullable Effort effort, @Nullable ApiCapabilities apiCapabilities) {

	public Model {
		inputModalities = Copies.receivedOrEmpty(inputModalities);
		outputModalities = Copies.receivedOrEmpty(outputModalities);
	}

	/**
	 * How hard a model can think.
	 *
	 * @param supportedLevels the values for {@code reasoning_effort}, empty if not told
	 * @param defaultLevel the one that holds when a request tells none
	 */
	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "supported_levels", "default_level" })
	public record Effort(List<String> supportedLevels, @Nullable String defaultLevel) {

		public Effort {
			supportedLevels = Copies.receivedOrEmpty(supportedLevels);
		}

	}

	/**
	 * What a model can do in certain APIs only.
	 *
	 * @param anthropicMessages what it can do in the Anthropic-style messages API, or
	 * {@code null} if not told
	 */
	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	public record ApiCapabilities(@Nullable AnthropicMessages anthropicMessages) {
	}

	/**
	 * What a model can do in the Anthropic-style messages API.
	 *
	 * @param systemPromptUpdate how the system prompt can be changed in the course of a
	 * chat, such as {@code in-history}
	 */
	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	public record AnthropicMessages(@Nullable String systemPromptUpdate) {
	}

}
