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

package io.github.deepseekspring.structured;

import java.util.Map;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ResponseFormat;
import org.jspecify.annotations.Nullable;

/**
 * The answer is a JSON object. DeepSeek wants the word "json" and an example in the
 * messages.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/json_mode">JSON output</a>
 */
final class JsonObjectForm extends AnswerForm {

	private final String instruction;

	JsonObjectForm(Map<String, Object> schema) {
		this.instruction = JsonInstruction.words(EntityJson.write(schema))
				+ "\n\nExample of the form, whose values mean nothing:\n" + EntityJson.write(SchemaExample.of(schema));
	}

	@Override
	ChatCompletionRequest prepare(ChatCompletionRequest request) {
		return instruct(request, this.instruction).responseFormat(ResponseFormat.JSON_OBJECT).build();
	}

	@Override
	String find(ChatCompletion completion) {
		if (!completion.toolCalls().isEmpty()) {
			throw isCall();
		}
		return (completion.content() != null) ? completion.content() : "";
	}

	private static InvalidAnswer isCall() {
		return InvalidAnswer.of("a call of a function is no answer");
	}

	@Override
	@Nullable String text(ChatCompletion completion) {
		return completion.content();
	}

	@Override
	@Nullable String piece(ChatEvent event) {
		if (event instanceof ChatEvent.ToolCallPart) {
			throw isCall();
		}
		return (event instanceof ChatEvent.Text text) ? text.text() : null;
	}

	@Override
	String again() {
		return "Answer again, with the whole json object and nothing else.";
	}

}
