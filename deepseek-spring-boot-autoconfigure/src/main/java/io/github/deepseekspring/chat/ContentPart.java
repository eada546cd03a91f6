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

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;

/**
 * A part of a {@link UserMessage} or a {@link ToolMessage}, where it cannot be a file.
 * Reading a part of an unknown type fails.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/vision">Vision</a>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "type",
		requireTypeIdForSubtypes = OptBoolean.FALSE)
@JsonSubTypes({ @JsonSubTypes.Type(value = TextPart.class, name = "text"),
		@JsonSubTypes.Type(value = ImagePart.class, name = "image_url"),
		@JsonSubTypes.Type(value = FilePart.class, name = "file") })
public sealed interface ContentPart permits TextPart, ImagePart, FilePart {

	/**
	 * Return the type of the part.
	 * @return {@code text}, {@code image_url} or {@code file}
	 */
	@JsonProperty("type")
	String type();

	/**
	 * Create a part that is a text.
	 * @param text the text
	 * @return the part
	 */
	static TextPart text(String text) {
		return new TextPart(text);
	}

	/**
	 * Create a part that is an image. Only {@code deepseek-flash} sees images.
	 * @param url an {@code http} or {@code https} URL of at most 8192 characters, or a
	 * base64 data URL of a JPEG, PNG, GIF or WebP image
	 * @return the part
	 */
	static ImagePart image(String url) {
		return new ImagePart(url, null);
	}

	/**
	 * Create a part that is an uploaded file.
	 * @param fileId the id that the upload returned
	 * @return the part
	 */
	static FilePart file(String fileId) {
		return new FilePart(fileId, null, null);
	}

	/**
	 * Create a part that carries a file in itself.
	 * @param fileData the content as a base64 data URL
	 * @param filename the name of the file
	 * @return the part
	 */
	static FilePart file(String fileData, String filename) {
		return new FilePart(null, fileData, filename);
	}

}
