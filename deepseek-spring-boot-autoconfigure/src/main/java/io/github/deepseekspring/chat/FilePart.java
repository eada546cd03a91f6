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
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A part that is a file: either uploaded before, or carried in the message itself.
 *
 * @param fileId the id of an uploaded file, or {@code null}
 * @param fileData the content as a base64 data URL, or {@code null}
 * @param filename the name that goes with {@code fileData}, or {@code null}
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/files_api">Files API</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "type", "file_id", "file_data", "filename" })
public record FilePart(@Nullable String fileId, @Nullable String fileData,
		@Nullable String filename) implements ContentPart {

	@Override
	public String type() {
		return "file";
	}

	@Override
	public String toString() {
		return "FilePart[fileId=" + this.fileId + ", fileData=" + Lengths.of(this.fileData) + "]";
	}

}
