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
 * A request that consists of messages and may have tools.
 */
abstract class Conversation extends ModelRequest {

	/** Tokens that a message costs besides its text. */
	private static final int MESSAGE_TOKENS = 4;

	Conversation(JsonNode body) {
		super(body);
	}

	final JsonNode messages() {
		return body().path("messages");
	}

	/**
	 * Return the tools as they were sent.
	 */
	final JsonNode toolNodes() {
		return body().path("tools");
	}

	final List<Tool> tools() {
		List<Tool> tools = new ArrayList<>();
		toolNodes().forEach((node) -> tools.add(tool(node)));
		return tools;
	}

	abstract Tool tool(JsonNode node);

	/**
	 * Return the tool that must be called.
	 * @return its name, or {@code null} if none is named
	 */
	abstract @Nullable String namedTool();

	abstract boolean toolRequired();

	abstract boolean toolsForbidden();

	/**
	 * Return what the tool said that the last message is about.
	 * @return the result, or {@code null} if the last message is about something else
	 */
	abstract @Nullable String toolResult();

	boolean jsonMode() {
		return false;
	}

	/**
	 * Return the beginning of the answer, if it is given.
	 */
	@Nullable String prefix() {
		return null;
	}

	/**
	 * Return whether the reasoning before the given beginning is given as well.
	 */
	boolean reasoningGiven() {
		return false;
	}

	/**
	 * Return the text of a message, its text parts joined.
	 */
	static String text(JsonNode message) {
		JsonNode content = message.path("content");
		if (content.isString()) {
			return content.stringValue();
		}
		List<String> texts = new ArrayList<>();
		content.forEach((part) -> texts.add(part.path("text").asString("")));
		return String.join(" ", texts).strip();
	}

	/**
	 * Return what the user said last.
	 */
	final String question() {
		String question = "";
		for (JsonNode message : messages()) {
			if ("user".equals(Json.string(message, "role"))) {
				String text = text(message);
				question = (text.isEmpty()) ? question : text;
			}
		}
		return question;
	}

	final @Nullable JsonNode lastMessage() {
		JsonNode messages = messages();
		return (messages.isEmpty()) ? null : messages.path(messages.size() - 1);
	}

	@Override
	List<PromptPart> prompt() {
		List<PromptPart> parts = new ArrayList<>();
		if (!toolNodes().isEmpty()) {
			String tools = Json.text(toolNodes());
			parts.add(new PromptPart(tools, Tokens.count(tools)));
		}
		for (JsonNode message : messages()) {
			parts.add(new PromptPart(Json.text(message), MESSAGE_TOKENS + Tokens.count(text(message))));
		}
		return parts;
	}

	/**
	 * A tool that the model may call.
	 *
	 * @param name its name
	 * @param schema the schema of its arguments, missing if it takes none
	 */
	record Tool(String name, JsonNode schema) {

	}

}
