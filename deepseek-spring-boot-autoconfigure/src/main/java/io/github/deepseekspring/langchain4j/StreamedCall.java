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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import org.springframework.util.StringUtils;

/**
 * One call whose answer is told to a handler. Reactor's signals come one after the other,
 * which makes the callbacks do so too.
 */
final class StreamedCall implements StreamingHandle {

	private static final Log logger = LogFactory.getLog(StreamedCall.class);

	private final StreamingChatResponseHandler handler;

	private final Executor callingThread = CallingThread.capture();

	private final Sinks.Empty<Void> cancellation = Sinks.empty();

	/**
	 * What the first piece of each tool call says, by the index of the call.
	 */
	private final Map<Integer, ChatEvent.ToolCallPart> toolCalls = new HashMap<>();

	private volatile boolean cancelled;

	private boolean ended;

	StreamedCall(StreamingChatResponseHandler handler) {
		this.handler = handler;
	}

	/**
	 * Make the call. It is cancelled above the scheduler, which would interrupt the
	 * thread of a handler that is just running.
	 */
	void start(Flux<ChatEvent> events, Scheduler scheduler) {
		events.takeUntilOther(this.cancellation.asMono()).publishOn(scheduler).subscribe(this::next, this::fail);
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.cancellation.tryEmitEmpty();
	}

	@Override
	public boolean isCancelled() {
		return this.cancelled;
	}

	private void next(ChatEvent event) {
		if (event instanceof ChatEvent.Text text) {
			tell(() -> this.handler.onPartialResponse(new PartialResponse(text.text()),
					new PartialResponseContext(this)));
		}
		else if (event instanceof ChatEvent.Reasoning reasoning) {
			tell(() -> this.handler.onPartialThinking(new PartialThinking(reasoning.text()),
					new PartialThinkingContext(this)));
		}
		else if (event instanceof ChatEvent.ToolCallPart part) {
			next(part);
		}
		else if (event instanceof ChatEvent.Finished finished) {
			finish(finished.completion());
		}
	}

	private void next(ChatEvent.ToolCallPart part) {
		ChatEvent.ToolCallPart first = this.toolCalls.computeIfAbsent(part.index(), (index) -> part);
		if (part.arguments().isEmpty() || !StringUtils.hasText(first.name())) {
			return;
		}
		PartialToolCall call = PartialToolCall.builder()
			.index(part.index())
			.id(first.id())
			.name(first.name())
			.partialArguments(part.arguments())
			.build();
		tell(() -> this.handler.onPartialToolCall(call, new PartialToolCallContext(this)));
	}

	private void finish(ChatCompletion completion) {
		ChatResponse response = ChatResponseMapper.map(completion);
		List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
		for (int i = 0; i < calls.size(); i++) {
			CompleteToolCall call = new CompleteToolCall(i, calls.get(i));
			tell(() -> this.handler.onCompleteToolCall(call));
		}
		tell(() -> this.handler.onCompleteResponse(response));
		this.ended = true;
	}

	private void fail(Throwable failure) {
		if (!this.ended) {
			this.ended = true;
			tellError(ExceptionMapper.map(failure));
		}
	}

	private void tell(Runnable callback) {
		if (this.cancelled) {
			return;
		}
		try {
			this.callingThread.execute(callback);
		}
		catch (Exception ex) {
			tellError(ex);
		}
	}

	private void tellError(Throwable failure) {
		if (this.cancelled) {
			return;
		}
		try {
			this.callingThread.execute(() -> this.handler.onError(failure));
		}
		catch (Exception ex) {
			logger.warn("The onError method of a StreamingChatResponseHandler failed, which is ignored", ex);
		}
	}

}
