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

import tools.jackson.databind.JsonNode;

/**
 * A request to fill in the middle.
 */
final class FimRequest extends ModelRequest {

	FimRequest(JsonNode body) {
		super(body);
	}

	String beginning() {
		return body().path("prompt").asString("");
	}

	String suffix() {
		return body().path("suffix").asString("");
	}

	boolean echo() {
		return body().path("echo").asBoolean(false);
	}

	/**
	 * Return whether the probabilities of the tokens are asked for.
	 */
	boolean logprobs() {
		return body().path("logprobs").isNumber();
	}

	@Override
	boolean thinking() {
		return false;
	}

	@Override
	List<String> stops() {
		return texts(body().path("stop"));
	}

	@Override
	List<PromptPart> prompt() {
		return List.of(new PromptPart(beginning(), Tokens.count(beginning())),
				new PromptPart(suffix(), Tokens.count(suffix())));
	}

	@Override
	Completion expressible(Completion completion) {
		if (!echo()) {
			return completion.contentOnly();
		}
		List<String> content = new ArrayList<>(completion.content());
		content.add(0, beginning());
		return completion.contentOnly().withContent(content);
	}

	@Override
	Dialect dialect(Dialect.Envelope envelope) {
		return new FimDialect(this, envelope);
	}

}
