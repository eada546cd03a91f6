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

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

import org.springframework.util.Assert;

/**
 * The form of the answer.
 *
 * @param type {@code text} or {@code json_object}
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/json_mode">JSON output</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResponseFormat(@JsonProperty("type") String type) {

	/**
	 * Any text, the default.
	 */
	public static final ResponseFormat TEXT = new ResponseFormat("text");

	/**
	 * A JSON object. The word "json" and an example have to be in the messages, otherwise
	 * the model may write blanks until {@code max_tokens} is reached.
	 */
	public static final ResponseFormat JSON_OBJECT = new ResponseFormat("json_object");

	public ResponseFormat {
		Assert.hasText(type, "'type' must not be empty");
	}

}
