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
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

import org.springframework.util.Assert;

/**
 * A part that is an image.
 *
 * @param imageUrl where the image is and how closely to look at it
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/vision">Vision</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "type", "image_url" })
public record ImagePart(@JsonProperty("image_url") ImageUrl imageUrl) implements ContentPart {

	public ImagePart {
		Assert.notNull(imageUrl, "'imageUrl' must not be null");
	}

	/**
	 * Create the part.
	 * @param url an {@code http} or {@code https} URL of at most 8192 characters, or a
	 * base64 data URL
	 * @param detail {@code low}, {@code high}, {@code original} or {@code auto}, or
	 * {@code null} for the default of the server
	 */
	public ImagePart(String url, @Nullable String detail) {
		this(new ImageUrl(url, detail));
	}

	@Override
	public String type() {
		return "image_url";
	}

	/**
	 * Return where the image is.
	 * @return a URL
	 */
	public String url() {
		return this.imageUrl.url();
	}

	/**
	 * Return how closely to look at the image.
	 * @return the level, or {@code null} for the default of the server
	 */
	public @Nullable String detail() {
		return this.imageUrl.detail();
	}

	@Override
	public String toString() {
		return "ImagePart[url=" + Lengths.of(url()) + ", detail=" + detail() + "]";
	}

	/**
	 * Where an image is and how closely to look at it.
	 *
	 * @param url a URL
	 * @param detail the level, or {@code null} for the default of the server
	 */
	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "url", "detail" })
	public record ImageUrl(String url, @Nullable String detail) {

		public ImageUrl {
			Assert.notNull(url, "'url' must not be null");
		}

		@Override
		public String toString() {
			return "ImageUrl[url=" + Lengths.of(this.url) + ", detail=" + this.detail + "]";
		}

	}

}
