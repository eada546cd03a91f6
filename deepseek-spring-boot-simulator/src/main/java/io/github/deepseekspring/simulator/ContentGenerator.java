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
import java.util.regex.Pattern;

import io.github.deepseekspring.simulator.Completion.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Thinks up an answer. The same request always gets the same one.
 */
final class ContentGenerator {

	private static final List<String> BODIES = List.of(
			"In short: it depends on what you start from, and the simplest explanation usually holds. "
					+ "Look at one example first, then at the exceptions.",
			"There are two sides to it. The first is what can be observed; the second is why it happens. "
					+ "Both lead to the same conclusion.",
			"Three things matter here: the cause, the scale and the time it takes. "
					+ "Of these, the cause explains the most.",
			"The common answer is also the right one, with one caveat: it only holds under usual conditions.");

	Completion generate(ChatRequest request) {
		List<ToolCall> calls = toolCalls(request);
		String content = (calls.isEmpty()) ? content(request) : "";
		String finishReason = (calls.isEmpty()) ? "stop" : "tool_calls";
		List<String> reasoning = (request.thinking()) ? Tokens.split(reasoning(request, calls)) : null;
		Completion completion = new Completion(reasoning, Tokens.split(beforeStop(content, request.stops())), calls,
				finishReason, null);
		return limit(completion, request.maxTokens());
	}

	private static List<ToolCall> toolCalls(ChatRequest request) {
		List<ToolCall> calls = new ArrayList<>();
		String named = request.namedTool();
		boolean mayCall = !request.toolsForbidden() && !"tool".equals(request.lastRole());
		String question = request.lastText("user");
		for (JsonNode tool : request.tools()) {
			JsonNode function = tool.path("function");
			String name = function.path("name").asString("");
			if (name.equals(named) || named == null && mayCall && mentions(question, name)) {
				calls.add(call(function));
			}
		}
		if (calls.isEmpty() && request.toolRequired() && !request.tools().isEmpty()) {
			calls.add(call(request.tools().path(0).path("function")));
		}
		return calls;
	}

	private static boolean mentions(String question, String name) {
		return Pattern.compile("(?<![A-Za-z0-9_-])" + Pattern.quote(name) + "(?![A-Za-z0-9_-])")
			.matcher(question)
			.find();
	}

	private static ToolCall call(JsonNode function) {
		JsonNode schema = function.path("parameters");
		String arguments = (schema.isObject()) ? Json.text(SchemaExample.of(schema)) : "{}";
		return new ToolCall(function.path("name").asString(""), arguments);
	}

	private static String reasoning(ChatRequest request, List<ToolCall> calls) {
		if (!calls.isEmpty()) {
			return "The user needs something that I can look up with " + calls.get(0).name() + ". I should call it.";
		}
		if ("tool".equals(request.lastRole())) {
			return "I have the result of the tool. I can answer now.";
		}
		return "The user writes: \"" + excerpt(request.lastText("user")) + "\" I should answer briefly and clearly.";
	}

	private static String content(ChatRequest request) {
		if (request.jsonMode()) {
			return Json.text(json(request));
		}
		if ("tool".equals(request.lastRole())) {
			return "This is what I found out: " + request.lastText("tool");
		}
		String question = request.lastText("user").strip();
		String body = BODIES.get(Math.floorMod(question.hashCode(), BODIES.size()));
		return "You wrote: \"" + excerpt(question) + "\" " + body;
	}

	/**
	 * Return an object like the one that the prompt shows, as an example or as a schema.
	 */
	private static JsonNode json(ChatRequest request) {
		JsonNode shown = null;
		for (JsonNode message : request.messages()) {
			JsonNode found = firstObject(ChatRequest.text(message));
			shown = (found != null) ? found : shown;
		}
		if (shown == null) {
			return Json.object().put("answer", excerpt(request.lastText("user")));
		}
		return (SchemaExample.isSchema(shown)) ? SchemaExample.of(shown) : shown;
	}

	private static @Nullable JsonNode firstObject(String text) {
		int start = text.indexOf('{');
		while (start >= 0) {
			JsonNode node = Json.leading(text.substring(start));
			if (node.isObject() && !node.isEmpty()) {
				return node;
			}
			start = text.indexOf('{', start + 1);
		}
		return null;
	}

	private static String excerpt(String text) {
		String line = text.strip().replaceAll("\\s+", " ");
		int characters = line.codePointCount(0, line.length());
		return (characters > 200) ? line.substring(0, line.offsetByCodePoints(0, 200)) + "..." : line;
	}

	private static String beforeStop(String content, List<String> stops) {
		int end = content.length();
		for (String stop : stops) {
			int index = content.indexOf(stop);
			end = (index >= 0) ? Math.min(end, index) : end;
		}
		return content.substring(0, end);
	}

	private static Completion limit(Completion completion, int maxTokens) {
		if (completion.tokens() <= maxTokens) {
			return completion;
		}
		List<String> reasoning = completion.reasoning();
		int left = maxTokens;
		if (reasoning != null) {
			reasoning = reasoning.subList(0, Math.min(left, reasoning.size()));
			left -= reasoning.size();
		}
		List<String> content = completion.content().subList(0, Math.min(left, completion.content().size()));
		left -= content.size();
		List<ToolCall> calls = new ArrayList<>();
		for (ToolCall call : completion.toolCalls()) {
			left -= Tokens.count(call.name());
			if (left >= 0) {
				List<String> arguments = Tokens.split(call.arguments());
				List<String> kept = arguments.subList(0, Math.min(left, arguments.size()));
				calls.add(new ToolCall(call.name(), String.join("", kept)));
				left -= kept.size();
			}
		}
		return new Completion(reasoning, content, calls, "length", null);
	}

}
