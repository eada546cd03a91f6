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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.messages.MessageRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Warns of what a request asks for and DeepSeek will not do. Each warning is logged once
 * per template, since requests tend to be alike. It holds nothing of the request but the
 * names of fields and of models that DeepSeek gave up.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/thinking_mode">Thinking mode</a>
 */
final class RequestWarnings {

	private static final Log logger = LogFactory.getLog(RequestWarnings.class);

	/**
	 * Fewer tokens than this are easily used up by the reasoning alone, which leaves an
	 * empty answer.
	 */
	private static final int FEW_TOKENS = 1024;

	/**
	 * What a smaller {@code top_p} is raised to while the model thinks.
	 */
	private static final double LEAST_TOP_P = 0.95;

	/**
	 * The names that the server answers with status 400 since 2026-07-24. Retired names
	 * that are still served are none of them.
	 */
	private static final Set<String> DISCONTINUED = Set.of("deepseek-chat", "deepseek-reasoner");

	private static final Set<String> PENALTIES = Set.of("frequency_penalty", "presence_penalty");

	private final Set<String> given = ConcurrentHashMap.newKeySet();

	/**
	 * Look at the model of requests that name none.
	 */
	void checkDefaultModel(String model) {
		if (DISCONTINUED.contains(model)) {
			warn(model, "The default model '" + model + "' is discontinued: DeepSeek answers each request for it with "
					+ "status 400. Set 'deepseek.chat.model', or the model of the template's ChatDefaults, to a "
					+ "model that is served, such as 'deepseek-flash'; " + successor(model));
		}
	}

	/**
	 * Look at the model of a request.
	 */
	void checkModel(@Nullable String model) {
		if (model != null && DISCONTINUED.contains(model)) {
			warn(model, "The model '" + model + "' is discontinued: DeepSeek answers each request for it with status "
					+ "400. Ask for a model that is served, such as 'deepseek-flash'; " + successor(model));
		}
	}

	private static String successor(String model) {
		return "what '" + model + "' did is that model with thinking "
				+ ("deepseek-chat".equals(model) ? "disabled." : "enabled, the default.");
	}

	/**
	 * Look at a chat request that is complete and valid.
	 */
	void check(ChatCompletionRequest request) {
		checkModel(request.model());
		checkSampling(request.thinks(), request.temperature(), request.topP());
		if (request.thinks()) {
			checkTokens(request.maxTokens(), "finish_reason", "length");
		}
		if (request.extra().keySet().stream().anyMatch(PENALTIES::contains)) {
			warn("penalties", "'frequency_penalty' and 'presence_penalty' have no effect: DeepSeek accepts and "
					+ "ignores them. Leave them out.");
		}
	}

	/**
	 * Look at a request of the message API that is complete and valid. Its model is taken
	 * as it is, since this API serves names that it does not know.
	 */
	void check(MessageRequest request) {
		checkSampling(request.thinks(), request.temperature(), request.topP());
		if (request.thinks()) {
			checkTokens(request.maxTokens(), "stop_reason", "max_tokens");
		}
	}

	private void checkSampling(boolean thinks, @Nullable Double temperature, @Nullable Double topP) {
		if (thinks && temperature != null) {
			warn("temperature", "'temperature' has no effect while the model thinks. Leave it out, or set 'thinking' "
					+ "to disabled.");
		}
		if (thinks && topP != null && topP < LEAST_TOP_P) {
			warn("top_p", "'top_p' is below " + LEAST_TOP_P + ", to which DeepSeek raises it while the model thinks. "
					+ "Set it to at least " + LEAST_TOP_P + ", or leave it out.");
		}
		if (!thinks && topP != null && topP < 1) {
			warn("top_p without thinking", "'top_p' has no effect while the model does not think: DeepSeek takes 1. "
					+ "Leave it out, or use 'temperature'.");
		}
	}

	private void checkTokens(@Nullable Integer maxTokens, String endField, String end) {
		if (maxTokens != null && maxTokens < FEW_TOKENS) {
			warn("max_tokens and " + endField, "'max_tokens' is below " + FEW_TOKENS
					+ " while the model thinks. The reasoning counts, and when it has used them up, the answer is "
					+ "empty and its '" + endField + "' is '" + end + "'. Set 'thinking' to disabled, or allow more "
					+ "tokens.");
		}
	}

	private void warn(String kind, String text) {
		if (this.given.add(kind)) {
			logger.warn(text);
		}
	}

}
