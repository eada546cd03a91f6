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

package io.github.deepseekspring.tool;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.deepseekspring.ToolRoundsExceededException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.ToolCall;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.chat.ToolMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * One subscription to a {@link ToolLoop}. Its state changes only between signals, which
 * come one after the other.
 */
final class ToolRun {

	private final Function<ChatCompletionRequest, Flux<ChatEvent>> model;

	private final ToolExecutor executor;

	private final ToolSettings settings;

	private ChatCompletionRequest request;

	private int round;

	/**
	 * The answer of this round, if it asks for tools.
	 */
	private @Nullable ChatCompletion turn;

	ToolRun(ChatCompletionRequest request, Function<ChatCompletionRequest, Flux<ChatEvent>> model,
			ToolExecutor executor, ToolSettings settings) {
		this.request = request;
		this.model = model;
		this.executor = executor;
		this.settings = settings;
	}

	Flux<ChatEvent> events() {
		return Flux.defer(this::nextRound).repeat(() -> this.turn != null);
	}

	private Flux<ChatEvent> nextRound() {
		this.round++;
		this.turn = null;
		return this.model.apply(this.request).handle(this::keepTurn).concatWith(Flux.defer(this::runTools));
	}

	private void keepTurn(ChatEvent event, SynchronousSink<ChatEvent> events) {
		if (event instanceof ChatEvent.Finished finished && !finished.completion().toolCalls().isEmpty()) {
			this.turn = finished.completion();
		}
		else {
			events.next(event);
		}
	}

	/**
	 * What follows the tools has a thread of its own, since that of a tool is interrupted
	 * when the call is cancelled.
	 */
	private Flux<ChatEvent> runTools() {
		ChatCompletion turn = this.turn;
		if (turn == null) {
			return Flux.empty();
		}
		List<ToolCall> calls = turn.wholeToolCalls();
		if (this.round == this.settings.maxRounds()) {
			throw new ToolRoundsExceededException(this.round);
		}
		ToolMessage[] results = new ToolMessage[calls.size()];
		AtomicBoolean failed = new AtomicBoolean();
		return Flux.range(0, results.length)
			.flatMap((i) -> failOnce(runTool(calls.get(i), i, results), failed), this.settings.maxConcurrency())
			.publishOn(Schedulers.parallel())
			.concatWith(Mono.fromSupplier(() -> finishRound(turn, List.of(results))));
	}

	private Flux<ChatEvent> runTool(ToolCall call, int index, ToolMessage[] results) {
		return Flux.<ChatEvent>just(new ChatEvent.ToolStarted(this.round, call))
			.concatWith(this.executor.execute(call).map((outcome) -> {
				results[index] = ChatMessage.tool(String.valueOf(call.id()), outcome.text());
				return new ChatEvent.ToolFinished(this.round, call, results[index], outcome.failed());
			}));
	}

	/**
	 * Only the first failure of a round counts. Of several at the same time, flatMap
	 * would make one that nobody knows, and those that come later it would report as
	 * dropped.
	 */
	private static Flux<ChatEvent> failOnce(Flux<ChatEvent> tool, AtomicBoolean failed) {
		return tool.onErrorResume((failure) -> failed.compareAndSet(false, true) ? Flux.error(failure) : Flux.never());
	}

	/**
	 * A call can be forced in the first round only; forced again and again, the model
	 * would never answer.
	 */
	private ChatEvent finishRound(ChatCompletion turn, List<ToolMessage> results) {
		ChatEvent.RoundFinished finished = new ChatEvent.RoundFinished(this.round, turn, results);
		ChatCompletionRequest.Builder next = this.request.mutate();
		finished.messages().forEach(next::message);
		ToolChoice choice = this.request.toolChoice();
		this.request = next.toolChoice((choice != null && choice.forced()) ? null : choice).build();
		return finished;
	}

}
