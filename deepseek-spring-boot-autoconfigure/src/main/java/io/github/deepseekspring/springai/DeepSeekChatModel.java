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

package io.github.deepseekspring.springai;

import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEventAssembler;
import io.github.deepseekspring.core.BlockingCall;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.util.Assert;

/**
 * Spring AI's {@link ChatModel} on top of {@link DeepSeekOperations}. Each call passes
 * the limiter and carries the user id of whoever is logged in where it is made. Safe for
 * use by several threads.
 * <p>
 * The reasoning is in the metadata of the assistant message, where it survives Spring
 * AI's aggregation of streams, its tool loop and its chat memory, and goes back to
 * DeepSeek with the next request; see {@link DeepSeekMessages}.
 * <p>
 * Calls fail with a {@link DeepSeekException}, as it is. The model does not run tools:
 * Spring AI's chat client does, or the application.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/thinking_mode">Thinking mode</a>
 */
public final class DeepSeekChatModel implements ChatModel {

	/**
	 * The provider that observations name.
	 */
	public static final String PROVIDER = "deepseek";

	private final DeepSeekOperations operations;

	private final DeepSeekChatOptions options;

	private final RequestFactory requests;

	private final ObservationRegistry observationRegistry;

	private final @Nullable ChatModelObservationConvention observationConvention;

	private DeepSeekChatModel(Builder builder) {
		this.operations = builder.operations;
		this.options = builder.options;
		this.requests = new RequestFactory((builder.toolCallingManager != null) ? builder.toolCallingManager
				: ToolCallingManager.builder().build());
		this.observationRegistry = builder.observationRegistry;
		this.observationConvention = builder.observationConvention;
	}

	/**
	 * Return a builder.
	 * @param operations makes the calls
	 * @return the builder
	 */
	public static Builder builder(DeepSeekOperations operations) {
		return new Builder(operations);
	}

	/**
	 * Return the options of prompts that have none.
	 * @return the options
	 */
	@Override
	public DeepSeekChatOptions getOptions() {
		return this.options;
	}

	/**
	 * Ask for a whole answer and wait for it. The caller is found on the calling thread.
	 * @param prompt the prompt. Its options, if it has any, replace those of the model,
	 * except that a model is always named
	 * @return the answer
	 * @throws DeepSeekException if there is no complete answer
	 * @throws IllegalStateException on a thread that must not wait, where
	 * {@link #stream(Prompt)} is the way
	 * @throws CancellationException if the thread is interrupted, which cancels the call
	 */
	@Override
	public ChatResponse call(Prompt prompt) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("The thread '" + Thread.currentThread().getName()
					+ "' must not wait for an answer. Use stream(), or call from a thread that may block.");
		}
		return BlockingCall.await(observed(prompt, false, this::whole).single());
	}

	/**
	 * Ask for an answer in pieces. Nothing is sent before the flux is subscribed to, and
	 * cancelling closes the connection. A response brings a piece of the text or of the
	 * reasoning; the last one brings neither but the tool calls, the whole reasoning, the
	 * finish reason and the usage. The flux fails with a {@link DeepSeekException} if the
	 * answer is not complete.
	 * @param prompt the prompt. Its options, if it has any, replace those of the model,
	 * except that a model is always named
	 * @return the responses
	 */
	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return observed(prompt, true, this::pieces);
	}

	private Flux<ChatResponse> observed(Prompt prompt, boolean streaming,
			BiFunction<ChatCompletionRequest, ChatObservation, Flux<ChatResponse>> call) {
		Assert.notNull(prompt, "'prompt' must not be null");
		return Flux.deferContextual((context) -> {
			Prompt complete = withOptions(prompt);
			ChatCompletionRequest request = this.requests.request(complete);
			ChatObservation observation = ChatObservation.start(complete, streaming, this.observationConvention,
					this.observationRegistry, context);
			return call.apply(request, observation)
				.doOnComplete(observation::stop)
				.doOnError(observation::fail)
				.doOnCancel(observation::stop)
				.contextWrite(observation::write);
		});
	}

	private Prompt withOptions(Prompt prompt) {
		ChatOptions given = prompt.getOptions();
		if (given == null) {
			return prompt.mutate().chatOptions(this.options).build();
		}
		DeepSeekChatOptions own = DeepSeekChatOptions.from(given);
		if (own.getModel() == null) {
			own = own.mutate().model(this.options.getModel()).build();
		}
		return (own != given) ? prompt.mutate().chatOptions(own).build() : prompt;
	}

	private Flux<ChatResponse> whole(ChatCompletionRequest request, ChatObservation observation) {
		return this.operations.chat(request).map(ResponseFactory::whole).doOnNext(observation::response).flux();
	}

	private Flux<ChatResponse> pieces(ChatCompletionRequest request, ChatObservation observation) {
		ChatEventAssembler assembler = new ChatEventAssembler();
		return this.operations.stream(request).<ChatResponse>handle((chunk, sink) -> {
			ChatResponse piece = ResponseFactory.piece(chunk, assembler.add(chunk));
			if (piece != null) {
				sink.next(piece);
			}
		}).concatWith(Mono.fromSupplier(() -> {
			ChatCompletion completion = assembler.finish().completion();
			observation.response(ResponseFactory.whole(completion));
			return ResponseFactory.last(completion);
		}));
	}

	/**
	 * Builds a {@link DeepSeekChatModel}.
	 */
	public static final class Builder {

		private final DeepSeekOperations operations;

		private DeepSeekChatOptions options = DeepSeekChatOptions.builder().build();

		private @Nullable ToolCallingManager toolCallingManager;

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable ChatModelObservationConvention observationConvention;

		private Builder(DeepSeekOperations operations) {
			Assert.notNull(operations, "'operations' must not be null");
			this.operations = operations;
		}

		/**
		 * Set the options of prompts that have none, and those that a chat client starts
		 * with.
		 * @param options the options, by default none
		 * @return this builder
		 */
		public Builder options(DeepSeekChatOptions options) {
			Assert.notNull(options, "'options' must not be null");
			this.options = options;
			return this;
		}

		/**
		 * Set what says which tools a request has.
		 * @param toolCallingManager the manager, by default one that knows the callbacks
		 * of the options
		 * @return this builder
		 */
		public Builder toolCallingManager(ToolCallingManager toolCallingManager) {
			Assert.notNull(toolCallingManager, "'toolCallingManager' must not be null");
			this.toolCallingManager = toolCallingManager;
			return this;
		}

		/**
		 * Set the registry of observations.
		 * @param observationRegistry the registry, by default one that does nothing
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			Assert.notNull(observationRegistry, "'observationRegistry' must not be null");
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Set the names and the keys of observations.
		 * @param observationConvention the convention, by default that of Spring AI
		 * @return this builder
		 */
		public Builder observationConvention(ChatModelObservationConvention observationConvention) {
			Assert.notNull(observationConvention, "'observationConvention' must not be null");
			this.observationConvention = observationConvention;
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
