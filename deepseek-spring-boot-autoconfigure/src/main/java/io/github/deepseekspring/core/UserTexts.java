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

package io.github.deepseekspring.core;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * The texts of users in a request, read as they go by. What the application chose, such
 * as the model, is none of them, and neither is the content of files.
 */
final class UserTexts {

	private static final Set<String> FIELDS = Set.of("messages", "tools", "prompt", "suffix", "system", "user_id",
			"metadata");

	/**
	 * Where the names inside are the users' own.
	 */
	private static final String FREE_FORM = "metadata";

	private static final Set<String> KINDS = Set.of("role", "type");

	/**
	 * What a model wrote for a tool, where all names are the tool's own.
	 */
	private static final String TOOL_INPUT = "input";

	/**
	 * Where base64 stands without saying so.
	 */
	private static final String DATA = "data";

	private static final Set<String> URLS = Set.of("url", "image_url", "file_data");

	private static final int MAX_MEDIA_TYPE = 128;

	private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=]{" + MAX_MEDIA_TYPE + "}");

	private final byte[] request;

	private final JsonMapper mapper;

	UserTexts(byte[] request, JsonMapper mapper) {
		this.request = request;
		this.mapper = mapper;
	}

	/**
	 * Look for the texts in another one until there is nothing left to look for.
	 * @throws JacksonException if the request cannot be read
	 */
	void compareWith(Echoes echoes) {
		try (JsonParser parser = this.mapper.createParser(this.request)) {
			parser.nextToken();
			while (echoes.isOpen() && parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String field = parser.currentName();
				parser.nextToken();
				if (FIELDS.contains(field)) {
					compare(parser, FREE_FORM.equals(field), echoes);
				}
				else {
					parser.skipChildren();
				}
			}
		}
	}

	private void compare(JsonParser parser, boolean freeForm, Echoes echoes) {
		int depth = 0;
		int inputDepth = 0;
		for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
			if (token == JsonToken.VALUE_STRING && (freeForm || inputDepth > 0 || isText(parser))) {
				echoes.compare(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
			}
			depth += token.isStructStart() ? 1 : (token.isStructEnd() ? -1 : 0);
			if (inputDepth == 0 && token == JsonToken.START_OBJECT && TOOL_INPUT.equals(parser.currentName())) {
				inputDepth = depth;
			}
			else if (depth < inputDepth) {
				inputDepth = 0;
			}
			if (depth == 0) {
				return;
			}
		}
	}

	private boolean isText(JsonParser parser) {
		String name = parser.currentName();
		if (name == null) {
			return true;
		}
		return !KINDS.contains(name) && !(URLS.contains(name) && isData(parser))
				&& !(DATA.equals(name) && isBase64(parser));
	}

	/**
	 * Look at the bytes, since a text that is not asked for is not decoded.
	 */
	private boolean isData(JsonParser parser) {
		String begin = beginning(parser);
		return begin.startsWith("data:") && begin.contains(";base64,");
	}

	private boolean isBase64(JsonParser parser) {
		return BASE64.matcher(beginning(parser)).matches();
	}

	private String beginning(JsonParser parser) {
		int start = (int) parser.currentTokenLocation().getByteOffset() + 1;
		int length = Math.min(MAX_MEDIA_TYPE, this.request.length - start);
		return new String(this.request, start, length, StandardCharsets.ISO_8859_1);
	}

}
