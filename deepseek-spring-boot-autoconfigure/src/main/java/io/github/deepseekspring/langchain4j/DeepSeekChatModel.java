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

import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.core.BlockingCall;
import io.github.deepseekspring.core.DeepSeekOperations;

import org.springframework.util.Assert;

/**
 * A LangChain4j {@link ChatModel} for DeepSeek. It waits for the whole answer, so it must
 * not be called on a thread that must not block. User ids, limits, retries and clocks are
 * those of the {@link DeepSeekOperations}: the model sends nothing again by itself.
 * <p>
 * A failure is a {@link LangChain4jException} of the kind that fits, with the
 * {@link DeepSeekException} as its cause; what DeepSeek cannot do is refused with an
 * {@link UnsupportedFeatureException} before anything is sent. On a thread that must not
 * block, a call fails with an {@link IllegalStateException}. When the thread that waits
 * is interrupted, the call is cancelled and ends with a {@link CancellationException}.
 *
 * @since 0.1.0
 */
public final class DeepSeekChatModel implements ChatModel {

	private final DeepSeekOperations deepSeek;

	private final DeepSeekChatRequestParameters defaultRequestParameters;

	private final List<ChatModelListener> listeners;

	private DeepSeekChatModel(Builder builder) {
		this.deepSeek = builder.deepSeek;
		this.defaultRequestParameters = builder.defaultRequestParameters;
		this.listeners = builder.listeners;
	}

	/**
	 * Start to build a model.
	 * @param deepSeek makes the calls
	 * @return the builder
	 */
	public static Builder builder(DeepSeekOperations deepSeek) {
		return new Builder(deepSeek);
	}

	@Override
	public ChatResponse doChat(ChatRequest chatRequest) {
		ChatCompletionRequest request = ChatRequestMapper.map(chatRequest);
		try {
			return ChatResponseMapper.map(BlockingCall.await(this.deepSeek.chat(request)));
		}
		catch (DeepSeekException ex) {
			throw ExceptionMapper.map(ex);
		}
	}

	@Override
	public DeepSeekChatRequestParameters defaultRequestParameters() {
		return this.defaultRequestParameters;
	}

	@Override
	public List<ChatModelListener> listeners() {
		return this.listeners;
	}

	@Override
	public ModelProvider provider() {
		return ModelProvider.OTHER;
	}

	/**
	 * Return what the model can do. A JSON schema is told to DeepSeek in words, and the
	 * answer is a JSON object, but nothing forces it to follow the schema.
	 * @return the JSON schema as a response format
	 */
	@Override
	public Set<Capability> supportedCapabilities() {
		return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
	}

	/**
	 * Builds a {@link DeepSeekChatModel}. Not thread-safe.
	 */
	public static final class Builder {

		private final DeepSeekOperations deepSeek;

		private DeepSeekChatRequestParameters defaultRequestParameters = DeepSeekChatRequestParameters.EMPTY;

		private List<ChatModelListener> listeners = List.of();

		private Builder(DeepSeekOperations deepSeek) {
			Assert.notNull(deepSeek, "'deepSeek' must not be null");
			this.deepSeek = deepSeek;
		}

		/**
		 * Set what a request is given where it says nothing itself. What is open after
		 * that is taken from the defaults of the {@link DeepSeekOperations}, which
		 * LangChain4j's listeners do not see.
		 * @param parameters the parameters; none by default
		 * @return this builder
		 * @throws UnsupportedFeatureException if DeepSeek does not have one of them
		 */
		public Builder defaultRequestParameters(ChatRequestParameters parameters) {
			Assert.notNull(parameters, "'parameters' must not be null");
			ChatRequestMapper.requireSupported(parameters);
			this.defaultRequestParameters = DeepSeekChatRequestParameters.EMPTY.overrideWith(parameters);
			return this;
		}

		/**
		 * Set who is told of each request and what became of it.
		 * @param listeners the listeners in the order in which they are told; none by
		 * default
		 * @return this builder
		 */
		public Builder listeners(List<ChatModelListener> listeners) {
			this.listeners = List.copyOf(listeners);
			return this;
		}

		/**
		 * Build the model.
		 * @return the model
		 */
		public DeepSeekChatModel build() {
			return new DeepSeekChatModel(this);
		}

	}

}
