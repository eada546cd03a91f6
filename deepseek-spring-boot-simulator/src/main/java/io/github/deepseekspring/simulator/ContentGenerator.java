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
import io.github.deepseekspring.simulator.Conversation.Tool;
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

	private static final Pattern CODE = Pattern.compile("[(){};=]|```");

	Completion generate(ModelRequest request) {
		Completion completion = (request instanceof Conversation conversation) ? answer(conversation)
				: middle((FimRequest) request);
		return limit(completion, request.maxTokens());
	}

	private static Completion middle(FimRequest request) {
		return cut(null, continuation(request.beginning()), List.of(), request);
	}

	private static Completion answer(Conversation request) {
		List<ToolCall> calls = toolCalls(request);
		List<String> reasoning = null;
		if (request.thinking()) {
			reasoning = (request.reasoningGiven()) ? List.of() : Tokens.split(reasoning(request, calls));
		}
		return cut(reasoning, (calls.isEmpty()) ? content(request) : "", calls, request);
	}

	private static List<ToolCall> toolCalls(Conversation request) {
		List<ToolCall> calls = new ArrayList<>();
		List<Tool> tools = request.tools();
		if (tools.isEmpty()) {
			return calls;
		}
		String named = request.namedTool();
		boolean mayCall = !request.toolsForbidden() && request.toolResult() == null;
		String question = request.question();
		for (Tool tool : tools) {
			if (tool.name().equals(named) || named == null && mayCall && mentions(question, tool.name())) {
				calls.add(call(tool));
			}
		}
		if (calls.isEmpty() && request.toolRequired()) {
			calls.add(call(tools.get(0)));
		}
		return calls;
	}

	private static boolean mentions(String question, String name) {
		return Pattern.compile("(?<![A-Za-z0-9_-])" + Pattern.quote(name) + "(?![A-Za-z0-9_-])")
			.matcher(question)
			.find();
	}

	private static ToolCall call(Tool tool) {
		String arguments = (tool.schema().isObject()) ? Json.text(SchemaExample.of(tool.schema())) : "{}";
		return new ToolCall(tool.name(), arguments);
	}

	private static String reasoning(Conversation request, List<ToolCall> calls) {
		if (!calls.isEmpty()) {
			return "The user needs something that I can look up with " + calls.get(0).name() + ". I should call it.";
		}
		if (request.toolResult() != null) {
			return "I have the result of the tool. I can answer now.";
		}
		return "The user writes: \"" + excerpt(request.question()) + "\" I should answer briefly and clearly.";
	}

	private static String content(Conversation request) {
		String prefix = request.prefix();
		String whole = (request.jsonMode()) ? Json.text(json(request)) : text(request);
		if (prefix == null) {
			return whole;
		}
		return (whole.startsWith(prefix)) ? whole.substring(prefix.length()) : continuation(prefix);
	}

	private static String text(Conversation request) {
		String result = request.toolResult();
		if (result != null) {
			return "This is what I found out: " + result;
		}
		String question = request.question().strip();
		return "You wrote: \"" + excerpt(question) + "\" " + body(question);
	}

	private static String body(String about) {
		return BODIES.get(Math.floorMod(about.hashCode(), BODIES.size()));
	}

	/**
	 * Go on where a text ends: a code fence is closed, code and prose go on as such.
	 */
	private static String continuation(String beginning) {
		String line = beginning.substring(beginning.lastIndexOf('\n') + 1);
		String indentation = line.substring(0, line.length() - line.stripLeading().length());
		if (CODE.matcher(beginning).find()) {
			String start = (line.isBlank()) ? "" : "\n" + indentation;
			String end = (beginning.contains("```")) ? "```" : "";
			return start + "value = 42;\n" + indentation + "return value;\n" + end;
		}
		return ((beginning.isBlank() || Character.isWhitespace(beginning.charAt(beginning.length() - 1))) ? "" : " ")
				+ body(beginning);
	}

	/**
	 * Return an object like the one that the prompt shows, as an example or as a schema.
	 */
	private static JsonNode json(Conversation request) {
		JsonNode shown = null;
		for (JsonNode message : request.messages()) {
			JsonNode found = firstObject(Conversation.text(message));
			shown = (found != null) ? found : shown;
		}
		if (shown == null) {
			return Json.object().put("answer", excerpt(request.question()));
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

	/**
	 * End the content before the first stop sequence.
	 */
	private static Completion cut(@Nullable List<String> reasoning, String content, List<ToolCall> calls,
			ModelRequest request) {
		int end = content.length();
		String stoppedBy = null;
		for (String stop : request.stops()) {
			int index = content.indexOf(stop);
			if (index >= 0 && index < end) {
				end = index;
				stoppedBy = stop;
			}
		}
		Completion completion = Completion.of(reasoning, Tokens.split(content.substring(0, end)), calls);
		return (stoppedBy != null) ? completion.withStopSequence(stoppedBy) : completion;
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
		return Completion.of(reasoning, content, calls).withFinishReason("length");
	}

}
