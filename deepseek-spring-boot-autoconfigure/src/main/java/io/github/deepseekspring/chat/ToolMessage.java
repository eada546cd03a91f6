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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

import org.springframework.util.Assert;

/**
 * The result of a tool call.
 *
 * @param toolCallId the id of the call in an earlier {@link AssistantMessage}
 * @param content the result, in any form that the model understands: a text, or parts
 * that are texts and images
 * @param name the name of the participant, or {@code null}
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "role", "tool_call_id", "content", "name" })
public record ToolMessage(String toolCallId, UserMessage.Content content,
		@Nullable String name) implements ChatMessage {

	public ToolMessage {
		Assert.notNull(toolCallId, "'toolCallId' must not be null");
		Assert.notNull(content, "'content' must not be null");
	}

	@Override
	public String role() {
		return "tool";
	}

	/**
	 * Return the text of the result. The texts of several parts are separated by a line
	 * feed; images have no text.
	 * @return the text, empty if there is none
	 */
	public String text() {
		return this.content.text();
	}

	/**
	 * Return the result as parts, also when it is a plain text.
	 * @return at least one part
	 */
	public List<ContentPart> parts() {
		return this.content.parts();
	}

	@Override
	public String toString() {
		return "ToolMessage[toolCallId=" + this.toolCallId + ", content=" + this.content + "]";
	}

}
