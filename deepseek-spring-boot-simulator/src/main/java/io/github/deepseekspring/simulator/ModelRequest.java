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

package io.github.deepseekspring.simulator;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request asks of a model, whatever the API, read without complaint; what is wrong
 * with it is said by the {@link Rules}.
 */
abstract class ModelRequest {

	private final JsonNode body;

	ModelRequest(JsonNode body) {
		this.body = body;
	}

	final JsonNode body() {
		return this.body;
	}

	final @Nullable String model() {
		return Json.string(this.body, "model");
	}

	final boolean stream() {
		return this.body.path("stream").asBoolean(false);
	}

	final boolean includeUsage() {
		return this.body.path("stream_options").path("include_usage").asBoolean(false);
	}

	final int maxTokens() {
		return this.body.path("max_tokens").asInt(Integer.MAX_VALUE);
	}

	@Nullable String userId() {
		return Json.string(this.body, "user_id");
	}

	/**
	 * Return the model that answers.
	 */
	String servedModel(SimulatedAccount account) {
		String model = model();
		return (model != null && account.knows(model)) ? Models.served(model) : Models.FLASH;
	}

	/**
	 * Return whether the model reasons before it answers.
	 */
	abstract boolean thinking();

	/**
	 * Return the texts that end the answer when they come.
	 */
	abstract List<String> stops();

	/**
	 * Return the prompt in the parts that the prefix cache tells apart.
	 */
	abstract List<PromptPart> prompt();

	/**
	 * Return what of a completion this API can tell.
	 */
	Completion expressible(Completion completion) {
		return completion;
	}

	/**
	 * Return what puts a completion into the words of this API.
	 */
	abstract Dialect dialect(Dialect.Envelope envelope);

	static List<String> texts(JsonNode textOrTexts) {
		List<String> texts = new ArrayList<>();
		if (textOrTexts.isString()) {
			texts.add(textOrTexts.stringValue());
		}
		textOrTexts.forEach((item) -> texts.add(item.asString("")));
		texts.removeIf(String::isEmpty);
		return texts;
	}

	/**
	 * A part of a prompt.
	 *
	 * @param key what makes it the same as another one
	 * @param tokens how many tokens it has
	 */
	record PromptPart(String key, int tokens) {

	}

}
