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

package io.github.deepseekspring.messages;

import java.util.Map;

import org.springframework.util.Assert;

/**
 * An image.
 *
 * @param members the block as JSON; {@code source} is an object
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/vision">Vision</a>
 */
public record ImageBlock(Map<String, Object> members) implements ContentBlock {

	static final String TYPE = "image";

	public ImageBlock {
		Assert.isTrue(isOne(members), "'members' must have the type 'image' and a 'source'");
		members = Members.copyOf(members);
	}

	static ImageBlock ofSource(Map<String, Object> source) {
		return new ImageBlock(new MemberWriter().put("type", TYPE).put("source", source).members());
	}

	static boolean isOne(Map<String, ?> members) {
		return TYPE.equals(members.get("type")) && members.get("source") instanceof Map<?, ?>;
	}

	/**
	 * Return where the image is.
	 * @return an object with a {@code type}, such as {@code base64}, {@code url} or
	 * {@code file}, and what belongs to it
	 */
	public Map<String, Object> source() {
		return (this.members.get("source") instanceof Map<?, ?> source) ? MemberReader.asObject(source) : Map.of();
	}

	@Override
	public String toString() {
		return "ImageBlock[source=" + source().get("type") + "]";
	}

}
