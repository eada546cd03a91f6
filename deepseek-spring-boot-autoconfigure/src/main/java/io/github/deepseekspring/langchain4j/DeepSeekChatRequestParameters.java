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

package io.github.deepseekspring.langchain4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that every model of LangChain4j has, and DeepSeek's own. What is
 * {@code null} is open and left to the defaults of the model.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create Chat
 * Completion</a>
 */
public final class DeepSeekChatRequestParameters extends DefaultChatRequestParameters {

	/**
	 * Nothing is set.
	 */
	public static final DeepSeekChatRequestParameters EMPTY = builder().build();

	private final @Nullable Thinking thinking;

	private final @Nullable String reasoningEffort;

	private final @Nullable UserId userId;

	private final @Nullable Boolean logprobs;

	private final @Nullable Integer topLogprobs;

	private final Map<String, Object> extra;

	private DeepSeekChatRequestParameters(Builder builder) {
		super(builder);
		this.thinking = builder.thinking;
		this.reasoningEffort = builder.reasoningEffort;
		this.userId = builder.userId;
		this.logprobs = builder.logprobs;
		this.topLogprobs = builder.topLogprobs;
		this.extra = Collections.unmodifiableMap(new LinkedHashMap<>(builder.extra));
	}

	/**
	 * Start with nothing set.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return whether the model thinks before it answers.
	 * @return the mode, or {@code null} if open
	 */
	public @Nullable Thinking thinking() {
		return this.thinking;
	}

	/**
	 * Return how hard the model thinks.
	 * @return the effort, or {@code null} if open
	 */
	public @Nullable String reasoningEffort() {
		return this.reasoningEffort;
	}

	/**
	 * Return the user id to send whatever the configured source says.
	 * @return the id, or {@code null} if open
	 */
	public @Nullable String userId() {
		return (this.userId != null) ? this.userId.value() : null;
	}

	@Nullable UserId wireUserId() {
		return this.userId;
	}

	/**
	 * Return whether the answer tells log probabilities.
	 * @return whether it does, or {@code null} if open
	 */
	public @Nullable Boolean logprobs() {
		return this.logprobs;
	}

	/**
	 * Return how many likely tokens the answer tells at each place.
	 * @return 0 to 20, or {@code null} if open
	 */
	public @Nullable Integer topLogprobs() {
		return this.topLogprobs;
	}

	/**
	 * Return the fields of the request that have no parameter.
	 * @return the values by the name that is sent
	 */
	public Map<String, Object> extra() {
		return this.extra;
	}

	@Override
	public DeepSeekChatRequestParameters overrideWith(ChatRequestParameters that) {
		return builder().overrideWith(this).overrideWith(that).build();
	}

	@Override
	public DeepSeekChatRequestParameters defaultedBy(ChatRequestParameters that) {
		return builder().overrideWith(that).overrideWith(this).build();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof DeepSeekChatRequestParameters that && super.equals(other)
				&& Objects.equals(this.thinking, that.thinking)
				&& Objects.equals(this.reasoningEffort, that.reasoningEffort)
				&& Objects.equals(this.userId, that.userId) && Objects.equals(this.logprobs, that.logprobs)
				&& Objects.equals(this.topLogprobs, that.topLogprobs) && this.extra.equals(that.extra));
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.thinking, this.reasoningEffort, this.userId, this.logprobs,
				this.topLogprobs, this.extra);
	}

	/**
	 * Return the parameters without the user id and the values of the extra fields.
	 */
	@Override
	public String toString() {
		return "DeepSeekChatRequestParameters[common=" + super.toString() + ", thinking=" + this.thinking
				+ ", reasoningEffort=" + this.reasoningEffort + ", logprobs=" + this.logprobs + ", topLogprobs="
				+ this.topLogprobs + ", extra=" + this.extra.keySet() + "]";
	}

	/**
	 * Builds {@link DeepSeekChatRequestParameters}. Not thread-safe. A {@code null}
	 * leaves a parameter open.
	 */
	public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

		private @Nullable Thinking thinking;

		private @Nullable String reasoningEffort;

		private @Nullable UserId userId;

		private @Nullable Boolean logprobs;

		private @Nullable Integer topLogprobs;

		private final Map<String, Object> extra = new LinkedHashMap<>();

		private Builder() {
		}

		@Override
		public Builder overrideWith(ChatRequestParameters parameters) {
			super.overrideWith(parameters);
			if (parameters instanceof DeepSeekChatRequestParameters that) {
				this.thinking = (that.thinking != null) ? that.thinking : this.thinking;
				this.reasoningEffort = (that.reasoningEffort != null) ? that.reasoningEffort : this.reasoningEffort;
				this.userId = (that.userId != null) ? that.userId : this.userId;
				this.logprobs = (that.logprobs != null) ? that.logprobs : this.logprobs;
				this.topLogprobs = (that.topLogprobs != null) ? that.topLogprobs : this.topLogprobs;
				this.extra.putAll(that.extra);
			}
			return this;
		}

		/**
		 * Set whether the model thinks before it answers.
		 * @param thinking the mode, or {@code null}
		 * @return this builder
		 */
		public Builder thinking(@Nullable Thinking thinking) {
			this.thinking = thinking;
			return this;
		}

		/**
		 * Set how hard the model thinks.
		 * @param reasoningEffort such as {@code high} or {@code max}, or {@code null}
		 * @return this builder
		 */
		public Builder reasoningEffort(@Nullable String reasoningEffort) {
			this.reasoningEffort = reasoningEffort;
			return this;
		}

		/**
		 * Set the user id to send whatever the configured source says.
		 * @param userId 1 to 512 characters out of {@code a-z A-Z 0-9 - _}, or
		 * {@code null}
		 * @return this builder
		 * @throws InvalidUserIdException if the id breaks the rule
		 */
		public Builder userId(@Nullable String userId) {
			this.userId = (userId != null) ? UserId.of(userId) : null;
			return this;
		}

		/**
		 * Set whether the answer tells log probabilities, in its
		 * {@link DeepSeekChatResponseMetadata}.
		 * @param logprobs whether it does, or {@code null}
		 * @return this builder
		 */
		public Builder logprobs(@Nullable Boolean logprobs) {
			this.logprobs = logprobs;
			return this;
		}

		/**
		 * Set how many likely tokens the answer tells at each place.
		 * @param topLogprobs 0 to 20, or {@code null}
		 * @return this builder
		 */
		public Builder topLogprobs(@Nullable Integer topLogprobs) {
			this.topLogprobs = topLogprobs;
			return this;
		}

		/**
		 * Add a field of the request that has no parameter.
		 * @param name the name of the field as it is sent
		 * @param value the value: anything that can be written as JSON
		 * @return this builder
		 */
		public Builder extra(String name, Object value) {
			this.extra.put(name, value);
			return this;
		}

		@Override
		public DeepSeekChatRequestParameters build() {
			return new DeepSeekChatRequestParameters(this);
		}

	}

}
