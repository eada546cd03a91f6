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

package io.github.deepseekspring.observation;

import java.util.List;

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.messages.MessageTool;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What may be told of a request: neither its text nor its user.
 *
 * @param operation what is asked for: {@code chat}, {@code text_completion},
 * {@code models} or {@code balance}
 * @param model the name of the model as it is sent, or {@code null} for a request without
 * one
 * @param streaming whether the answer is streamed
 * @param maxTokens how many tokens the answer may have, or {@code null}
 * @param temperature the temperature, or {@code null}
 * @param topP the part of the probability that is sampled from, or {@code null}
 * @param stop the texts that end the answer; empty without any
 * @param tools the names of the tools that the model may ask for; empty without any
 * @param thinking whether the model is to think: {@code enabled}, {@code disabled} or
 * another value that was sent; {@code null} if the request does not say
 * @param effort how much it is to think, or {@code null}
 * @since 0.1.0
 */
public record ObservedRequest(String operation, @Nullable String model, boolean streaming, @Nullable Integer maxTokens,
		@Nullable Double temperature, @Nullable Double topP, List<String> stop, List<String> tools,
		@Nullable String thinking, @Nullable String effort) {

	private static final String CHAT = "chat";

	private static final String TEXT_COMPLETION = "text_completion";

	public ObservedRequest {
		Assert.hasText(operation, "'operation' must not be empty");
		stop = List.copyOf(stop);
		tools = List.copyOf(tools);
	}

	/**
	 * Tell of a chat request.
	 * @param request the request with all defaults
	 * @return what may be told of it
	 */
	public static ObservedRequest of(ChatCompletionRequest request) {
		List<Tool> tools = (request.tools() != null) ? request.tools() : List.of();
		return new ObservedRequest(CHAT, request.model(), Boolean.TRUE.equals(request.stream()), request.maxTokens(),
				request.temperature(), request.topP(), orEmpty(request.stop()), tools.stream().map(Tool::name).toList(),
				type(request.thinking()), request.reasoningEffort());
	}

	/**
	 * Tell of a message request.
	 * @param request the request with all defaults
	 * @return what may be told of it
	 */
	public static ObservedRequest of(MessageRequest request) {
		List<MessageTool> tools = (request.tools() != null) ? request.tools() : List.of();
		return new ObservedRequest(CHAT, request.model(), Boolean.TRUE.equals(request.stream()), request.maxTokens(),
				request.temperature(), request.topP(), orEmpty(request.stopSequences()),
				tools.stream().map(MessageTool::name).toList(), type(request.thinking()), request.effort());
	}

	/**
	 * Tell of a request to complete a text.
	 * @param request the request with all defaults
	 * @return what may be told of it
	 */
	public static ObservedRequest of(CompletionRequest request) {
		return new ObservedRequest(TEXT_COMPLETION, request.model(), Boolean.TRUE.equals(request.stream()),
				request.maxTokens(), request.temperature(), request.topP(), orEmpty(request.stop()), List.of(), null,
				null);
	}

	/**
	 * Tell of a request that only asks for something.
	 * @param operation what it asks for
	 * @return what may be told of it
	 */
	public static ObservedRequest get(String operation) {
		return new ObservedRequest(operation, null, false, null, null, null, List.of(), List.of(), null, null);
	}

	/**
	 * Return whether a model answers the request.
	 */
	boolean isGenerating() {
		return this.model != null;
	}

	private static @Nullable String type(@Nullable Thinking thinking) {
		return (thinking != null) ? thinking.type() : null;
	}

	private static List<String> orEmpty(@Nullable List<String> values) {
		return (values != null) ? values : List.of();
	}

}
