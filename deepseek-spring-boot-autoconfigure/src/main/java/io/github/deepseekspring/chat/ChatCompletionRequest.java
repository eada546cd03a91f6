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

package io.github.deepseekspring.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.user.UserId;
import io.github.deepseekspring.wire.Copies;
import io.github.deepseekspring.wire.ExtraMembers;
import io.github.deepseekspring.wire.FreeFormSerializer;
import io.github.deepseekspring.wire.RequestRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A request for an answer. What is {@code null} is not sent, and DeepSeek's default
 * holds. The JSON has a fixed order, so that the same chat is the same bytes in every
 * request: DeepSeek's prefix cache needs that.
 *
 * @param model the model, or {@code null} for the default of the client
 * @param messages the chat so far, at least one message
 * @param thinking whether the model thinks before it answers, by default it does
 * @param reasoningEffort how much it thinks: {@code low}, {@code high} (the default),
 * {@code max}, or {@code none}, which switches thinking off
 * @param maxTokens the most tokens of the answer, reasoning included: 1 to 393216.
 * DeepSeek's default is 8K without thinking, 64K with it and 128K at the effort
 * {@code max}
 * @param responseFormat the form of the answer, by default text
 * @param stop at most 16 texts that end the answer; they are not part of it
 * @param stream whether the answer comes in chunks. Set by the method that sends
 * @param streamOptions options of a stream. Set by the method that sends
 * @param temperature how much chance there is, 0 to 2, by default 1; no effect while the
 * model thinks
 * @param topP the share of likely tokens that are considered, above 0 to 1, by default 1;
 * no effect without thinking, raised to 0.95 with it
 * @param tools the functions that the model may ask for
 * @param toolChoice whether it has to
 * @param logprobs whether the answer tells log probabilities
 * @param topLogprobs how many likely tokens it tells at each place, 0 to 20
 * @param userId the user on whose behalf the request is sent
 * @param extra fields of the body that have no component here, in order
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create Chat
 * Completion</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "model", "messages", "thinking", "reasoning_effort", "max_tokens", "response_format", "stop",
		"stream", "stream_options", "temperature", "top_p", "tools", "tool_choice", "logprobs", "top_logprobs",
		"user_id" })
public record ChatCompletionRequest(@Nullable String model, @JsonProperty("messages") List<ChatMessage> messages,
		@Nullable Thinking thinking, @Nullable String reasoningEffort, @Nullable Integer maxTokens,
		@Nullable ResponseFormat responseFormat,
		@JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> stop,
		@Nullable Boolean stream, @Nullable StreamOptions streamOptions, @Nullable Double temperature,
		@Nullable Double topP, @Nullable List<Tool> tools, @Nullable ToolChoice toolChoice, @Nullable Boolean logprobs,
		@Nullable Integer topLogprobs, @Nullable UserId userId, @ExtraMembers Map<String, Object> extra) {

	private static final Set<String> FIELDS = Set.of("model", "messages", "thinking", "reasoning_effort", "max_tokens",
			"response_format", "stop", "stream", "stream_options", "temperature", "top_p", "tools", "tool_choice",
			"logprobs", "top_logprobs", "user_id");

	public ChatCompletionRequest {
		messages = Copies.list(messages);
		stop = Copies.listOrNull(stop);
		tools = Copies.listOrNull(tools);
		extra = Copies.extra(extra);
		RequestRules.extra(extra, FIELDS);
	}

	/**
	 * Return the chat so far.
	 * @return the messages as they were given
	 */
	@JsonIgnore
	@Override
	public List<ChatMessage> messages() {
		return this.messages;
	}

	/**
	 * Return the fields of the body that have no component here.
	 * @return the fields in order
	 */
	@JsonAnyGetter
	@JsonSerialize(using = FreeFormSerializer.Members.class)
	@Override
	public Map<String, Object> extra() {
		return this.extra;
	}

	/**
	 * Return whether the model thinks before it answers. It does unless it is told not
	 * to, by {@code thinking} or by the {@code reasoningEffort} {@code none}.
	 * @return whether the model thinks
	 */
	public boolean thinks() {
		return !Thinking.DISABLED.equals(this.thinking) && !"none".equals(this.reasoningEffort);
	}

	/**
	 * With tools, DeepSeek wants the reasoning of every earlier answer back and refuses
	 * the request otherwise. An answer that has none says so with an empty one.
	 */
	@JsonProperty("messages")
	List<ChatMessage> wireMessages() {
		if (this.tools == null || !thinks()) {
			return this.messages;
		}
		List<ChatMessage> result = new ArrayList<>(this.messages.size());
		for (ChatMessage message : this.messages) {
			boolean lacksReasoning = message instanceof AssistantMessage assistant
					&& assistant.reasoningContent() == null && !Boolean.TRUE.equals(assistant.prefix());
			result.add(lacksReasoning ? ((AssistantMessage) message).withReasoningContent("") : message);
		}
		return result;
	}

	/**
	 * Check the rules that DeepSeek documents and refuses a request for. A request that
	 * passes can still be refused, for reasons that only the server knows.
	 * @throws InvalidRequestException naming the first field that breaks a rule
	 */
	public void validate() {
		new ChatCompletionRequestValidator(this).validate();
	}

	/**
	 * Return a builder without messages.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return a builder that starts with what this request has.
	 * @return the builder
	 */
	public Builder mutate() {
		return new Builder(this);
	}

	@Override
	public String toString() {
		return "ChatCompletionRequest[model=" + this.model + ", messages=" + this.messages.size() + ", options="
				+ options() + "]";
	}

	private List<String> options() {
		Map<String, @Nullable Object> options = new LinkedHashMap<>();
		options.put("thinking", this.thinking);
		options.put("reasoning_effort", this.reasoningEffort);
		options.put("max_tokens", this.maxTokens);
		options.put("response_format", this.responseFormat);
		options.put("stop", this.stop);
		options.put("stream", this.stream);
		options.put("stream_options", this.streamOptions);
		options.put("temperature", this.temperature);
		options.put("top_p", this.topP);
		options.put("tools", this.tools);
		options.put("tool_choice", this.toolChoice);
		options.put("logprobs", this.logprobs);
		options.put("top_logprobs", this.topLogprobs);
		options.put("user_id", this.userId);
		options.values().removeIf((value) -> value == null);
		List<String> names = new ArrayList<>(options.keySet());
		names.addAll(this.extra.keySet());
		return names;
	}

	/**
	 * Builds a {@link ChatCompletionRequest}. Each method replaces what was set before,
	 * and {@code null} takes it back, unless the method says that it adds. The ranges are
	 * those of the components of the request; {@link ChatCompletionRequest#validate()}
	 * checks them.
	 */
	public static final class Builder extends ChatCompletionOptions<Builder> {

		private List<ChatMessage> messages = new ArrayList<>();

		private Map<String, Object> extra = new LinkedHashMap<>();

		private Builder() {
		}

		private Builder(ChatCompletionRequest request) {
			copyOptions(request);
			this.messages.addAll(request.messages);
			this.extra.putAll(request.extra);
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Set the chat so far.
		 * @param messages the messages in order
		 * @return this builder
		 */
		public Builder messages(List<? extends ChatMessage> messages) {
			this.messages = new ArrayList<>(messages);
			return this;
		}

		/**
		 * Set the chat so far.
		 * @param messages the messages in order
		 * @return this builder
		 */
		public Builder messages(ChatMessage... messages) {
			return messages(Arrays.asList(messages));
		}

		/**
		 * Add a message at the end of the chat.
		 * @param message the message
		 * @return this builder
		 */
		public Builder message(ChatMessage message) {
			this.messages.add(message);
			return this;
		}

		/**
		 * Add a field that has no property here, for features that are newer than this
		 * version.
		 * @param name the name of the field as it is sent
		 * @param value the value: anything that can be written as JSON
		 * @return this builder
		 */
		public Builder extra(String name, Object value) {
			this.extra.put(name, value);
			return this;
		}

		/**
		 * Set the fields that have no property here.
		 * @param extra the values by the name that is sent, in order
		 * @return this builder
		 */
		public Builder extra(Map<String, ?> extra) {
			this.extra = new LinkedHashMap<>(extra);
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 * @throws InvalidRequestException if an extra field is one that the request has a
		 * property for
		 */
		public ChatCompletionRequest build() {
			return new ChatCompletionRequest(this.model, this.messages, this.thinking, this.reasoningEffort,
					this.maxTokens, this.responseFormat, this.stop, this.stream, this.streamOptions, this.temperature,
					this.topP, this.tools, this.toolChoice, this.logprobs, this.topLogprobs, this.userId, this.extra);
		}

	}

}
