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

import java.util.Objects;

import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import io.github.deepseekspring.chat.Logprobs;
import org.jspecify.annotations.Nullable;

/**
 * What DeepSeek tells about an answer. Its {@link #tokenUsage()} is a
 * {@link DeepSeekTokenUsage}, or {@code null} if DeepSeek did not tell.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create Chat
 * Completion</a>
 */
public final class DeepSeekChatResponseMetadata extends ChatResponseMetadata {

	private final @Nullable Long created;

	private final @Nullable String systemFingerprint;

	private final @Nullable Logprobs logprobs;

	private DeepSeekChatResponseMetadata(Builder builder) {
		super(builder);
		this.created = builder.created;
		this.systemFingerprint = builder.systemFingerprint;
		this.logprobs = builder.logprobs;
	}

	/**
	 * Start with nothing told.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return when the answer was made.
	 * @return seconds since 1970-01-01T00:00Z, or {@code null} if not told
	 */
	public @Nullable Long created() {
		return this.created;
	}

	/**
	 * Return the configuration of the server that answered.
	 * @return the fingerprint, or {@code null} if not told
	 */
	public @Nullable String systemFingerprint() {
		return this.systemFingerprint;
	}

	/**
	 * Return the log probabilities.
	 * @return the log probabilities, or {@code null} if they were not asked for
	 */
	public @Nullable Logprobs logprobs() {
		return this.logprobs;
	}

	@Override
	public Builder toBuilder() {
		Builder builder = builder().created(this.created)
			.systemFingerprint(this.systemFingerprint)
			.logprobs(this.logprobs);
		super.toBuilder(builder);
		return builder;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof DeepSeekChatResponseMetadata that && super.equals(other)
				&& Objects.equals(this.created, that.created)
				&& Objects.equals(this.systemFingerprint, that.systemFingerprint)
				&& Objects.equals(this.logprobs, that.logprobs));
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.created, this.systemFingerprint, this.logprobs);
	}

	@Override
	public String toString() {
		return "DeepSeekChatResponseMetadata[id=" + id() + ", modelName=" + modelName() + ", tokenUsage=" + tokenUsage()
				+ ", finishReason=" + finishReason() + ", created=" + this.created + ", systemFingerprint="
				+ this.systemFingerprint + ", logprobs=" + this.logprobs + "]";
	}

	/**
	 * Builds a {@link DeepSeekChatResponseMetadata}. Not thread-safe.
	 */
	public static final class Builder extends ChatResponseMetadata.Builder<Builder> {

		private @Nullable Long created;

		private @Nullable String systemFingerprint;

		private @Nullable Logprobs logprobs;

		private Builder() {
		}

		/**
		 * Set when the answer was made.
		 * @param created seconds since 1970-01-01T00:00Z, or {@code null}
		 * @return this builder
		 */
		public Builder created(@Nullable Long created) {
			this.created = created;
			return this;
		}

		/**
		 * Set the configuration of the server that answered.
		 * @param systemFingerprint the fingerprint, or {@code null}
		 * @return this builder
		 */
		public Builder systemFingerprint(@Nullable String systemFingerprint) {
			this.systemFingerprint = systemFingerprint;
			return this;
		}

		/**
		 * Set the log probabilities.
		 * @param logprobs the log probabilities, or {@code null}
		 * @return this builder
		 */
		public Builder logprobs(@Nullable Logprobs logprobs) {
			this.logprobs = logprobs;
			return this;
		}

		@Override
		public DeepSeekChatResponseMetadata build() {
			return new DeepSeekChatResponseMetadata(this);
		}

	}

}
