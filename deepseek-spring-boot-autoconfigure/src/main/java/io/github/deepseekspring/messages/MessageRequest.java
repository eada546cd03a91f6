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
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.user.UserId;
import io.github.deepseekspring.wire.Copies;
import io.github.deepseekspring.wire.FreeFormSerializer;
import io.github.deepseekspring.wire.RequestRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A request for an answer in the Anthropic style. What is {@code null} is not sent, and
 * DeepSeek's default holds. The JSON has a fixed order, so that the same chat is the same
 * bytes in every request: DeepSeek's prefix cache needs that.
 *
 * @param model the model, or {@code null} for the default of the client. DeepSeek serves
 * {@code claude-opus*} with {@code deepseek-v4-pro} and all other names that it does not
 * know with its flash model
 * @param messages the chat so far, at least one message
 * @param system the instruction to the model: a text or text blocks
 * @param maxTokens the most tokens of the answer, thinking included: 1 to 393216
 * @param stopSequences at most 16 texts that end the answer; they are not part of it
 * @param stream whether the answer comes in events. Set by the method that sends
 * @param temperature how much chance there is, 0 to 2, by default 1; no effect while the
 * model thinks
 * @param topP the share of likely tokens that are considered, above 0 to 1, by default 1;
 * no effect without thinking, raised to 0.95 with it
 * @param thinking whether the model thinks before it answers, by default it does
 * @param effort how much it thinks: {@code low}, {@code high} (the default) or
 * {@code max}. Sent as {@code output_config.effort}
 * @param tools the tools that the model may ask for
 * @param toolChoice whether it has to
 * @param userId the user on whose behalf the request is sent. Sent as
 * {@code metadata.user_id}
 * @param extra fields of the body that have no component here, in order. The objects
 * {@code metadata} and {@code output_config} may be among them, without the members that
 * have a component
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
public record MessageRequest(@Nullable String model, List<MessageParam> messages, @Nullable MessageContent system,
		@Nullable Integer maxTokens, @Nullable List<String> stopSequences, @Nullable Boolean stream,
		@Nullable Double temperature, @Nullable Double topP, @Nullable Thinking thinking, @Nullable String effort,
		@Nullable List<MessageTool> tools, @Nullable MessageToolChoice toolChoice, @Nullable UserId userId,
		Map<String, Object> extra) {

	private static final String METADATA = "metadata";

	private static final String USER_ID = "user_id";

	private static final String OUTPUT_CONFIG = "output_config";

	private static final String EFFORT = "effort";

	private static final Set<String> FIELDS = Set.of("model", "messages", "system", "max_tokens", "stop_sequences",
			"stream", "temperature", "top_p", "thinking", "tools", "tool_choice");

	public MessageRequest {
		messages = Copies.list(messages);
		stopSequences = Copies.listOrNull(stopSequences);
		tools = Copies.listOrNull(tools);
		extra = Members.copyOf(extra);
		RequestRules.extra(extra, FIELDS);
		requireOthers(extra, METADATA, USER_ID);
		requireOthers(extra, OUTPUT_CONFIG, EFFORT);
	}

	/**
	 * Require that what is told beside a member with a property leaves it its place.
	 */
	private static void requireOthers(Map<String, Object> extra, String object, String member) {
		if (!extra.containsKey(object)) {
			return;
		}
		if (!(extra.get(object) instanceof Map<?, ?> others)) {
			throw InvalidRequestException.ofField(object, "it must be an object");
		}
		RequestRules.extra(object + "." + member, others.containsKey(member));
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static MessageRequest of(@JsonDeserialize(using = MembersDeserializer.class) Map<String, Object> members) {
		return MessageRequestJson.read(members);
	}

	/**
	 * With tools, DeepSeek wants the thinking of every earlier answer back and refuses
	 * the request otherwise. An answer that has none says so with an empty one.
	 */
	@JsonValue
	@JsonSerialize(using = FreeFormSerializer.class)
	Map<String, Object> members() {
		return MessageRequestJson.write(this);
	}

	/**
	 * Return whether the model thinks before it answers. It does unless it is told not to
	 * by {@code thinking}.
	 * @return whether the model thinks
	 */
	public boolean thinks() {
		return !Thinking.DISABLED.equals(this.thinking);
	}

	/**
	 * Check the rules that DeepSeek documents and refuses a request for. A request that
	 * passes can still be refused, for reasons that only the server knows.
	 * @throws InvalidRequestException naming the first field that breaks a rule
	 */
	public void validate() {
		new MessageRequestValidator(this).validate();
	}

	/**
	 * Return a builder without messages.
	 * @return the builder
	 */
	public static MessageRequestBuilder builder() {
		return new MessageRequestBuilder();
	}

	/**
	 * Return a builder that starts with what this request has.
	 * @return the builder
	 */
	public MessageRequestBuilder mutate() {
		return new MessageRequestBuilder(this);
	}

	@Override
	public String toString() {
		List<String> options = new ArrayList<>(members().keySet());
		options.removeAll(List.of("model", "messages"));
		return "MessageRequest[model=" + this.model + ", messages=" + this.messages.size() + ", options=" + options
				+ "]";
	}

}
