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

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Spring AI's observation of one call, from its begin to the last response or to the
 * cancelling.
 */
final class ChatObservation {

	private static final ChatModelObservationConvention DEFAULT_CONVENTION = new DefaultChatModelObservationConvention();

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final ChatModelObservationContext context;

	private final Observation observation;

	private ChatObservation(ChatModelObservationContext context, Observation observation) {
		this.context = context;
		this.observation = observation;
	}

	static ChatObservation start(Prompt prompt, boolean streaming, @Nullable ChatModelObservationConvention convention,
			ObservationRegistry registry, ContextView contextView) {
		ChatModelObservationContext context = ChatModelObservationContext.builder()
			.prompt(prompt)
			.provider(DeepSeekChatModel.PROVIDER)
			.streaming(streaming)
			.build();
		Observation observation = ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(convention,
				DEFAULT_CONVENTION, () -> context, registry);
		Observation parent = contextView.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (parent != null) {
			observation.parentObservation(parent);
		}
		return new ChatObservation(context, observation.start());
	}

	Context write(Context reactorContext) {
		return reactorContext.put(ObservationThreadLocalAccessor.KEY, this.observation);
	}

	void response(ChatResponse response) {
		this.context.setResponse(response);
	}

	void fail(Throwable failure) {
		this.observation.error(failure);
		stop();
	}

	/**
	 * Stop the observation, once: a subscriber may cancel what is complete.
	 */
	void stop() {
		if (this.stopped.compareAndSet(false, true)) {
			this.observation.stop();
		}
	}

}
