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

package io.github.deepseekspring.completion;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.StreamOptions;
import io.github.deepseekspring.wire.Copies;
import io.github.deepseekspring.wire.ExtraMembers;
import io.github.deepseekspring.wire.FreeFormSerializer;
import io.github.deepseekspring.wire.Lengths;
import io.github.deepseekspring.wire.RequestRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

import org.springframework.util.Assert;

/**
 * A request to complete a text, or to fill in what belongs between its beginning and its
 * end (FIM, beta). The model does not think. What is {@code null} is not sent, and
 * DeepSeek's default holds.
 *
 * @param model the model, or {@code null} for the default of the client
 * @param prompt the beginning of the text
 * @param suffix the end of the text, or {@code null}; not together with {@code echo}
 * @param echo whether the prompt is repeated in front of the answer; not together with
 * {@code suffix} or {@code logprobs}
 * @param logprobs for how many likely tokens at each place the log probabilities are
 * told, 0 to 20
 * @param maxTokens the most tokens of the answer: 1 to 4096
 * @param stop at most 16 texts that end the answer; they are not part of it
 * @param stream whether the answer comes in pieces. Set by the method that sends
 * @param streamOptions options of a stream. Set by the method that sends
 * @param temperature how much chance there is, 0 to 2, by default 1
 * @param topP the share of likely tokens that are considered, above 0 to 1, by default 1
 * @param extra fields of the body that have no component here, in order
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-completion">Create
 * completion</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "model", "prompt", "suffix", "echo", "logprobs", "max_tokens", "stop", "stream", "stream_options",
		"temperature", "top_p" })
public record CompletionRequest(@Nullable String model, String prompt, @Nullable String suffix, @Nullable Boolean echo,
		@Nullable Integer logprobs, @Nullable Integer maxTokens,
		@JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> stop,
		@Nullable Boolean stream, @Nullable StreamOptions streamOptions, @Nullable Double temperature,
		@Nullable Double topP, @ExtraMembers Map<String, Object> extra) {

	private static final Set<String> FIELDS = Set.of("model", "prompt", "suffix", "echo", "logprobs", "max_tokens",
			"stop", "stream", "stream_options", "temperature", "top_p");

	public CompletionRequest {
		Assert.notNull(prompt, "'prompt' must not be null");
		stop = Copies.listOrNull(stop);
		extra = Copies.extra(extra);
		RequestRules.extra(extra, FIELDS);
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
	 * Return a copy that says whether the answer comes in pieces.
	 * @param streaming {@code true} for pieces, the last of which tells the usage
	 * @return the copy
	 */
	public CompletionRequest withStream(boolean streaming) {
		return new CompletionRequest(this.model, this.prompt, this.suffix, this.echo, this.logprobs, this.maxTokens,
				this.stop, streaming, streaming ? StreamOptions.INCLUDE_USAGE : null, this.temperature, this.topP,
				this.extra);
	}

	/**
	 * Check the rules that DeepSeek documents and refuses a request for.
	 * @throws InvalidRequestException naming the first field that breaks a rule
	 */
	public void validate() {
		new CompletionRequestValidator(this).validate();
	}

	/**
	 * Return a builder for a request that completes a text.
	 * @param prompt the beginning of the text
	 * @return the builder
	 */
	public static Builder builder(String prompt) {
		return new Builder(prompt);
	}

	/**
	 * Return a builder that starts with what this request has, but for {@code stream} and
	 * {@code streamOptions}.
	 * @return the builder
	 */
	public Builder mutate() {
		return new Builder(this);
	}

	@Override
	public String toString() {
		return "CompletionRequest[model=" + this.model + ", prompt=" + Lengths.of(this.prompt) + ", suffix="
				+ Lengths.of(this.suffix) + "]";
	}

	/**
	 * Builds a {@link CompletionRequest}. Each method replaces what was set before, and
	 * {@code null} takes it back, unless the method says that it adds. The ranges are
	 * those of the request's components; {@link #validate()} checks them.
	 */
	public static final class Builder {

		private @Nullable String model;

		private final String prompt;

		private @Nullable String suffix;

		private @Nullable Boolean echo;

		private @Nullable Integer logprobs;

		private @Nullable Integer maxTokens;

		private @Nullable List<String> stop;

		private @Nullable Double temperature;

		private @Nullable Double topP;

		private final Map<String, Object> extra = new LinkedHashMap<>();

		private Builder(String prompt) {
			this.prompt = prompt;
		}

		private Builder(CompletionRequest request) {
			this.model = request.model;
			this.prompt = request.prompt;
			this.suffix = request.suffix;
			this.echo = request.echo;
			this.logprobs = request.logprobs;
			this.maxTokens = request.maxTokens;
			this.stop = request.stop;
			this.temperature = request.temperature;
			this.topP = request.topP;
			this.extra.putAll(request.extra);
		}

		/**
		 * Set the model.
		 * @param model the value, or {@code null}
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set the end of the text.
		 * @param suffix the value, or {@code null}
		 * @return this builder
		 */
		public Builder suffix(@Nullable String suffix) {
			this.suffix = suffix;
			return this;
		}

		/**
		 * Set whether the prompt is repeated in front of the answer.
		 * @param echo the value, or {@code null}
		 * @return this builder
		 */
		public Builder echo(@Nullable Boolean echo) {
			this.echo = echo;
			return this;
		}

		/**
		 * Set for how many likely tokens the log probabilities are told.
		 * @param logprobs the value, or {@code null}
		 * @return this builder
		 */
		public Builder logprobs(@Nullable Integer logprobs) {
			this.logprobs = logprobs;
			return this;
		}

		/**
		 * Set the most tokens of the answer.
		 * @param maxTokens the value, or {@code null}
		 * @return this builder
		 */
		public Builder maxTokens(@Nullable Integer maxTokens) {
			this.maxTokens = maxTokens;
			return this;
		}

		/**
		 * Set texts that end the answer.
		 * @param stop the value, or {@code null}
		 * @return this builder
		 */
		public Builder stop(@Nullable List<String> stop) {
			this.stop = stop;
			return this;
		}

		/**
		 * Set texts that end the answer.
		 * @param stop the values
		 * @return this builder
		 */
		public Builder stop(String... stop) {
			return stop(Arrays.asList(stop));
		}

		/**
		 * Set how much chance there is.
		 * @param temperature the value, or {@code null}
		 * @return this builder
		 */
		public Builder temperature(@Nullable Double temperature) {
			this.temperature = temperature;
			return this;
		}

		/**
		 * Set the share of likely tokens that are considered.
		 * @param topP the value, or {@code null}
		 * @return this builder
		 */
		public Builder topP(@Nullable Double topP) {
			this.topP = topP;
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
		 * Build the request.
		 * @return the request
		 * @throws InvalidRequestException if an extra field is one that the request has a
		 * property for
		 */
		public CompletionRequest build() {
			return new CompletionRequest(this.model, this.prompt, this.suffix, this.echo, this.logprobs, this.maxTokens,
					this.stop, null, null, this.temperature, this.topP, this.extra);
		}

	}

}
