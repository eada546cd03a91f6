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

package io.github.deepseekspring.messages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link MessageRequest}. Each method replaces what was set before, and
 * {@code null} takes it back, unless the method says that it adds. The ranges are those
 * of the components of the request; {@link MessageRequest#validate()} checks them. Not
 * thread-safe.
 *
 * @since 0.1.0
 */
public final class MessageRequestBuilder {

	private @Nullable String model;

	private List<MessageParam> messages = new ArrayList<>();

	private @Nullable MessageContent system;

	private @Nullable Integer maxTokens;

	private @Nullable List<String> stopSequences;

	private @Nullable Boolean stream;

	private @Nullable Double temperature;

	private @Nullable Double topP;

	private @Nullable Thinking thinking;

	private @Nullable String effort;

	private @Nullable List<MessageTool> tools;

	private @Nullable MessageToolChoice toolChoice;

	private @Nullable UserId userId;

	private Map<String, Object> extra = new LinkedHashMap<>();

	MessageRequestBuilder() {
	}

	MessageRequestBuilder(MessageRequest request) {
		this.model = request.model();
		this.messages.addAll(request.messages());
		this.system = request.system();
		this.maxTokens = request.maxTokens();
		this.stopSequences = request.stopSequences();
		this.stream = request.stream();
		this.temperature = request.temperature();
		this.topP = request.topP();
		this.thinking = request.thinking();
		this.effort = request.effort();
		this.tools = request.tools();
		this.toolChoice = request.toolChoice();
		this.userId = request.userId();
		this.extra.putAll(request.extra());
	}

	/**
	 * Set the model.
	 * @param model the model
	 * @return this builder
	 */
	public MessageRequestBuilder model(@Nullable String model) {
		this.model = model;
		return this;
	}

	/**
	 * Set the chat so far.
	 * @param messages the messages in order
	 * @return this builder
	 */
	public MessageRequestBuilder messages(List<MessageParam> messages) {
		this.messages = new ArrayList<>(messages);
		return this;
	}

	/**
	 * Set the chat so far.
	 * @param messages the messages in order
	 * @return this builder
	 */
	public MessageRequestBuilder messages(MessageParam... messages) {
		return messages(Arrays.asList(messages));
	}

	/**
	 * Add a message at the end of the chat.
	 * @param message the message
	 * @return this builder
	 */
	public MessageRequestBuilder message(MessageParam message) {
		this.messages.add(message);
		return this;
	}

	/**
	 * Add a text of the user at the end of the chat.
	 * @param text the text
	 * @return this builder
	 */
	public MessageRequestBuilder user(String text) {
		return message(MessageParam.user(text));
	}

	/**
	 * Set the instruction to the model.
	 * @param system the text
	 * @return this builder
	 */
	public MessageRequestBuilder system(String system) {
		return system(MessageContent.of(system));
	}

	/**
	 * Set the instruction to the model.
	 * @param system a text or text blocks
	 * @return this builder
	 */
	public MessageRequestBuilder system(@Nullable MessageContent system) {
		this.system = system;
		return this;
	}

	/**
	 * Set the most tokens of the answer.
	 * @param maxTokens tokens, thinking included, 1 to 393216
	 * @return this builder
	 */
	public MessageRequestBuilder maxTokens(@Nullable Integer maxTokens) {
		this.maxTokens = maxTokens;
		return this;
	}

	/**
	 * Set the texts that end the answer.
	 * @param stopSequences at most 16 texts
	 * @return this builder
	 */
	public MessageRequestBuilder stopSequences(@Nullable List<String> stopSequences) {
		this.stopSequences = stopSequences;
		return this;
	}

	/**
	 * Set whether the answer comes in events. The method that sends the request does so.
	 * @param stream whether the answer is streamed
	 * @return this builder
	 */
	public MessageRequestBuilder stream(@Nullable Boolean stream) {
		this.stream = stream;
		return this;
	}

	/**
	 * Set how much chance there is.
	 * @param temperature 0 to 2
	 * @return this builder
	 */
	public MessageRequestBuilder temperature(@Nullable Double temperature) {
		this.temperature = temperature;
		return this;
	}

	/**
	 * Set the share of likely tokens that are considered.
	 * @param topP above 0 to 1
	 * @return this builder
	 */
	public MessageRequestBuilder topP(@Nullable Double topP) {
		this.topP = topP;
		return this;
	}

	/**
	 * Set whether the model thinks before it answers.
	 * @param thinking enabled or disabled
	 * @return this builder
	 */
	public MessageRequestBuilder thinking(@Nullable Thinking thinking) {
		this.thinking = thinking;
		return this;
	}

	/**
	 * Set how much the model thinks.
	 * @param effort {@code low}, {@code high} or {@code max}
	 * @return this builder
	 */
	public MessageRequestBuilder effort(@Nullable String effort) {
		this.effort = effort;
		return this;
	}

	/**
	 * Set the tools that the model may ask for.
	 * @param tools the tools
	 * @return this builder
	 */
	public MessageRequestBuilder tools(@Nullable List<MessageTool> tools) {
		this.tools = tools;
		return this;
	}

	/**
	 * Set the tools that the model may ask for.
	 * @param tools the tools
	 * @return this builder
	 */
	public MessageRequestBuilder tools(MessageTool... tools) {
		return tools(Arrays.asList(tools));
	}

	/**
	 * Set whether the model may, must not or has to call tools.
	 * @param toolChoice the choice
	 * @return this builder
	 */
	public MessageRequestBuilder toolChoice(@Nullable MessageToolChoice toolChoice) {
		this.toolChoice = toolChoice;
		return this;
	}

	/**
	 * Set the user on whose behalf the request is sent, instead of the one that the
	 * client finds itself.
	 * @param userId the user
	 * @return this builder
	 */
	public MessageRequestBuilder userId(@Nullable UserId userId) {
		this.userId = userId;
		return this;
	}

	/**
	 * Add a field that has no property here, for features that are newer than this
	 * version. The objects {@code metadata} and {@code output_config} are sent together
	 * with the member that has a property.
	 * @param name the name of the field as it is sent
	 * @param value the value: anything that can be written as JSON
	 * @return this builder
	 */
	public MessageRequestBuilder extra(String name, Object value) {
		this.extra.put(name, value);
		return this;
	}

	/**
	 * Set the fields that have no property here.
	 * @param extra the values by the name that is sent, in order
	 * @return this builder
	 */
	public MessageRequestBuilder extra(Map<String, ?> extra) {
		this.extra = new LinkedHashMap<>(extra);
		return this;
	}

	/**
	 * Build the request.
	 * @return the request
	 * @throws InvalidRequestException if an extra field is one that the request has a
	 * property for
	 */
	public MessageRequest build() {
		return new MessageRequest(this.model, this.messages, this.system, this.maxTokens, this.stopSequences,
				this.stream, this.temperature, this.topP, this.thinking, this.effort, this.tools, this.toolChoice,
				this.userId, this.extra);
	}

}
