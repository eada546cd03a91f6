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

import java.util.List;
import java.util.Map;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.ToolCall;
import io.github.deepseekspring.chat.ToolChoice;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The answer is the arguments of a strict function. The function can be forced only while
 * the model does not think; otherwise it is asked for, and an answer in text is read as
 * well.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
 */
final class StrictToolForm extends AnswerForm {

	private static final String NAME = "give_answer";

	private static final String INSTRUCTION = "Give your answer by calling the function " + NAME
			+ " exactly once, with the whole answer as its arguments. Do not write the answer as text.";

	private final Tool tool;

	StrictToolForm(Map<String, Object> strictSchema) {
		this.tool = Tool.function(NAME, "Takes the answer. To be called exactly once.", strictSchema).asStrict();
	}

	@Override
	ChatCompletionRequest prepare(ChatCompletionRequest request) {
		if (request.tools() != null) {
			throw otherTools();
		}
		ChatCompletionRequest.Builder builder = request.thinks()
				? instruct(request, INSTRUCTION).toolChoice(ToolChoice.AUTO)
				: request.mutate().toolChoice(ToolChoice.function(NAME));
		return builder.tools(this.tool).responseFormat(null).build();
	}

	static InvalidRequestException otherTools() {
		return InvalidRequestException.ofField("tools",
				"there can be no other tools beside the one for an entity in the "
						+ "mode STRICT_TOOL; use the mode JSON_OBJECT, or make two calls");
	}

	@Override
	String find(ChatCompletion completion) {
		List<ToolCall> calls = completion.toolCalls();
		if (calls.isEmpty()) {
			return (completion.content() != null) ? completion.content() : "";
		}
		if (calls.size() > 1 || !NAME.equals(calls.get(0).name())) {
			throw notOnce();
		}
		return calls.get(0).arguments();
	}

	private static InvalidAnswer notOnce() {
		return InvalidAnswer.of("the function " + NAME + " must be called exactly once, and no other");
	}

	@Override
	@Nullable String text(ChatCompletion completion) {
		List<ToolCall> calls = completion.toolCalls();
		return calls.isEmpty() ? completion.content() : calls.get(0).arguments();
	}

	@Override
	@Nullable String piece(ChatEvent event) {
		if (!(event instanceof ChatEvent.ToolCallPart part)) {
			return null;
		}
		if (part.index() != 0 || (StringUtils.hasLength(part.name()) && !NAME.equals(part.name()))) {
			throw notOnce();
		}
		return part.arguments();
	}

	@Override
	String again() {
		return "Call the function " + NAME + " exactly once, with the whole answer.";
	}

}
