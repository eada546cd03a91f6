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
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

import org.springframework.util.Assert;

/**
 * A message of the user.
 *
 * @param content a text, or parts
 * @param name the name of the participant, or {@code null}. It is sent to DeepSeek as it
 * is and should not identify a person
 * @since 0.1.0
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "role", "content", "name" })
public record UserMessage(Content content, @Nullable String name) implements ChatMessage {

	public UserMessage {
		Assert.notNull(content, "'content' must not be null");
	}

	@Override
	public String role() {
		return "user";
	}

	/**
	 * Return the text of the message. The texts of several parts are separated by a line
	 * feed; images and files have no text.
	 * @return the text, empty if there is none
	 */
	public String text() {
		return this.content.text();
	}

	/**
	 * Return the message as parts, also when it is a plain text.
	 * @return at least one part
	 */
	public List<ContentPart> parts() {
		return this.content.parts();
	}

	@Override
	public String toString() {
		return "UserMessage[content=" + this.content + "]";
	}

	/**
	 * The content of a message of the user or of a tool: on the wire either a string or
	 * an array of parts.
	 */
	public static final class Content {

		private final List<ContentPart> parts;

		private final boolean plain;

		private Content(List<ContentPart> parts, boolean plain) {
			this.parts = parts;
			this.plain = plain;
		}

		/**
		 * Create a content that is written as a string.
		 * @param text the text
		 * @return the content
		 */
		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		public static Content of(String text) {
			return new Content(List.of(new TextPart(text)), true);
		}

		/**
		 * Create a content that is written as an array.
		 * @param parts the parts in order, at least one
		 * @return the content
		 */
		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		public static Content of(List<ContentPart> parts) {
			Assert.notEmpty(parts, "'parts' must not be empty");
			Assert.noNullElements(parts, "'parts' must not contain null elements");
			return new Content(List.copyOf(parts), false);
		}

		/**
		 * Return whether the content is written as a string.
		 * @return {@code true} for a string, {@code false} for an array
		 */
		public boolean plain() {
			return this.plain;
		}

		/**
		 * Return the text, that of several parts separated by a line feed.
		 * @return the text, empty if there is none
		 */
		public String text() {
			if (this.parts.size() == 1 && this.parts.get(0) instanceof TextPart single) {
				return single.text();
			}
			return this.parts.stream()
				.filter(TextPart.class::isInstance)
				.map((part) -> ((TextPart) part).text())
				.collect(Collectors.joining("\n"));
		}

		/**
		 * Return the parts; a plain text is one {@link TextPart}.
		 * @return at least one part
		 */
		public List<ContentPart> parts() {
			return this.parts;
		}

		@JsonValue
		Object wire() {
			return this.plain ? text() : this.parts;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return this == other
					|| (other instanceof Content that && this.plain == that.plain && this.parts.equals(that.parts));
		}

		@Override
		public int hashCode() {
			return this.parts.hashCode();
		}

		@Override
		public String toString() {
			return this.plain ? Lengths.of(text()) : this.parts.toString();
		}

	}

}
