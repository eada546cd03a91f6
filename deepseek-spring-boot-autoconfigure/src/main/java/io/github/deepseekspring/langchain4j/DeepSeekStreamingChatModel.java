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

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.core.DeepSeekOperations;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * A LangChain4j {@link StreamingChatModel} for DeepSeek. A call returns at once; the
 * handler is called by one thread after the other, never by one that must not block, so
 * that it may run tools and start the next call. It finds the thread-locals of the thread
 * that made the call, such as the security context, where
 * {@code io.micrometer:context-propagation} is on the class path.
 * <p>
 * The last callback is either {@code onCompleteResponse} or {@code onError}, and neither
 * after {@link StreamingHandle#cancel()}, which closes the call to DeepSeek. What the
 * handler itself throws is given to its {@code onError}, and the stream goes on, as with
 * all models of LangChain4j. A tool call is announced as complete when the whole answer
 * is, since its arguments may be cut off until then.
 * <p>
 * A failure is a {@link LangChain4jException} of the kind that fits, with the
 * {@link DeepSeekException} as its cause; what DeepSeek cannot do is refused with an
 * {@link UnsupportedFeatureException}, thrown before anything is sent.
 *
 * @since 0.1.0
 */
public final class DeepSeekStreamingChatModel implements StreamingChatModel {

	private final DeepSeekOperations deepSeek;

	private final DeepSeekChatRequestParameters defaultRequestParameters;

	private final List<ChatModelListener> listeners;

	private final Scheduler callbackScheduler;

	private DeepSeekStreamingChatModel(Builder builder) {
		this.deepSeek = builder.deepSeek;
		this.defaultRequestParameters = builder.defaultRequestParameters;
		this.listeners = builder.listeners;
		this.callbackScheduler = builder.callbackScheduler;
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
	public void doChat(ChatRequest chatRequest, StreamingChatResponseHandler handler) {
		ChatCompletionRequest request = ChatRequestMapper.map(chatRequest);
		new StreamedCall(handler).start(Flux.defer(() -> this.deepSeek.prompt().request(request).stream().events()),
				this.callbackScheduler);
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
	 * Builds a {@link DeepSeekStreamingChatModel}. Not thread-safe.
	 */
	public static final class Builder {

		private final DeepSeekOperations deepSeek;

		private DeepSeekChatRequestParameters defaultRequestParameters = DeepSeekChatRequestParameters.EMPTY;

		private List<ChatModelListener> listeners = List.of();

		private Scheduler callbackScheduler = Schedulers.boundedElastic();

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
		 * Set who calls the handlers. Its threads must be allowed to block. With the
		 * default, {@link Schedulers#boundedElastic()}, one thread calls all of one
		 * stream, and when there are more streams than threads (ten times the processors)
		 * some share one, so that a slow handler or tool holds up the others.
		 * @param callbackScheduler the scheduler
		 * @return this builder
		 */
		public Builder callbackScheduler(Scheduler callbackScheduler) {
			Assert.notNull(callbackScheduler, "'callbackScheduler' must not be null");
			this.callbackScheduler = callbackScheduler;
			return this;
		}

		/**
		 * Build the model.
		 * @return the model
		 */
		public DeepSeekStreamingChatModel build() {
			return new DeepSeekStreamingChatModel(this);
		}

	}

}
