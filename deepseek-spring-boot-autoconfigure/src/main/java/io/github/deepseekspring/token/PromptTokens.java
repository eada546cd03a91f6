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

package io.github.deepseekspring.token;

import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.ContentPart;
import io.github.deepseekspring.chat.ResponseFormat;
import io.github.deepseekspring.chat.SystemMessage;
import io.github.deepseekspring.chat.TextPart;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.chat.ToolMessage;
import io.github.deepseekspring.chat.UserMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Counts what a model reads. The constants are fitted to recorded usage; DeepSeek
 * documents none of them.
 */
final class PromptTokens {

	/**
	 * The most that DeepSeek takes for an image, by its size.
	 * @see <a href="https://api-docs.deepseek.com/guides/vision">Vision</a>
	 */
	private static final int IMAGE = 1024;

	private static final int BEGIN = 1;

	private static final int USER_TURN = 1;

	/**
	 * Whose turn it is, and whether reasoning follows.
	 */
	private static final int ANSWER_START = 2;

	private static final int ANSWER_END = 1;

	/**
	 * What explains to the model how it calls tools.
	 */
	private static final int TOOLS = 221;

	/**
	 * What asks the model for JSON.
	 */
	private static final int JSON_OBJECT = 20;

	/**
	 * What asks the model to think hard.
	 */
	private static final int HIGH_EFFORT = 79;

	private static final JsonMapper FUNCTION_WRITER = JsonMapper.builder()
		.defaultPrettyPrinter(spacedLine())
		.enable(SerializationFeature.INDENT_OUTPUT)
		.build();

	private final TokenCounter counter;

	private final ChatCompletionRequest request;

	private final List<Tool> tools;

	private final List<String> turn = new ArrayList<>();

	private int tokens = BEGIN;

	PromptTokens(TokenCounter counter, ChatCompletionRequest request) {
		Assert.notNull(request, "'request' must not be null");
		this.counter = counter;
		this.request = request;
		this.tools = offeredTools(request);
	}

	private static List<Tool> offeredTools(ChatCompletionRequest request) {
		ToolChoice choice = request.toolChoice();
		if (request.tools() == null || ToolChoice.NONE.equals(choice)) {
			return List.of();
		}
		if (choice == null || choice.functionName() == null) {
			return request.tools();
		}
		return request.tools().stream().filter((tool) -> tool.name().equals(choice.functionName())).toList();
	}

	int count() {
		boolean continued = false;
		for (ChatMessage message : this.request.messages()) {
			continued = message instanceof AssistantMessage answer && Boolean.TRUE.equals(answer.prefix());
			add(message);
		}
		endTurn();
		this.tokens += continued ? -ANSWER_END : ANSWER_START;
		addOptions();
		return this.tokens;
	}

	private void add(ChatMessage message) {
		if (message instanceof UserMessage user) {
			this.turn.add(user.text());
			this.tokens += IMAGE * images(user.parts());
		}
		else if (message instanceof ToolMessage result) {
			this.turn.add("<tool_result>" + result.text() + "</tool_result>");
			this.tokens += IMAGE * images(result.parts());
		}
		else {
			endTurn();
			if (message instanceof AssistantMessage answer) {
				addAnswer(answer);
			}
			else if (message instanceof SystemMessage system) {
				this.tokens += this.counter.count(system.content());
			}
		}
	}

	private static int images(List<ContentPart> parts) {
		int images = 0;
		for (ContentPart part : parts) {
			images += (part instanceof TextPart) ? 0 : 1;
		}
		return images;
	}

	/**
	 * What the user says and what tools return until the model answers is one turn.
	 */
	private void endTurn() {
		if (!this.turn.isEmpty()) {
			this.tokens += USER_TURN + this.counter.count(String.join("\n\n", this.turn));
			this.turn.clear();
		}
	}

	/**
	 * Reasoning of earlier answers is read again only if there are tools.
	 */
	private void addAnswer(AssistantMessage answer) {
		this.tokens += ANSWER_START + AnswerTokens.text(this.counter, answer.content(), answer.toolCalls())
				+ ANSWER_END;
		if (this.request.thinks() && !this.tools.isEmpty()) {
			String reasoning = answer.reasoningContent();
			this.tokens += ((reasoning != null) ? this.counter.count(reasoning) : 0) + AnswerTokens.REASONING_END;
		}
	}

	private void addOptions() {
		if (!this.tools.isEmpty()) {
			this.tokens += TOOLS;
			this.tools.forEach((tool) -> this.tokens += this.counter.count(json(tool)));
			this.tokens += AnswerTokens.forced(this.request) ? AnswerTokens.CALLS_START : 0;
		}
		if (ResponseFormat.JSON_OBJECT.equals(this.request.responseFormat())) {
			this.tokens += JSON_OBJECT;
		}
		if (this.request.thinks() && !isLow(this.request.reasoningEffort())) {
			this.tokens += HIGH_EFFORT;
		}
	}

	private static boolean isLow(@Nullable String effort) {
		return "low".equals(effort) || "minimal".equals(effort);
	}

	private static String json(Tool tool) {
		Tool.Function function = tool.function();
		return FUNCTION_WRITER.writeValueAsString(
				new Tool.Function(function.name(), function.description(), function.parameters(), null));
	}

	/**
	 * The model reads JSON with a blank after each comma and colon, and no line feeds.
	 */
	private static PrettyPrinter spacedLine() {
		Separators separators = Separators.createDefaultInstance()
			.withObjectNameValueSpacing(Separators.Spacing.AFTER)
			.withObjectEntrySpacing(Separators.Spacing.AFTER)
			.withArrayElementSpacing(Separators.Spacing.AFTER)
			.withObjectEmptySeparator("")
			.withArrayEmptySeparator("");
		DefaultPrettyPrinter.NopIndenter none = new DefaultPrettyPrinter.NopIndenter();
		return new DefaultPrettyPrinter(separators).withObjectIndenter(none).withArrayIndenter(none);
	}

}
