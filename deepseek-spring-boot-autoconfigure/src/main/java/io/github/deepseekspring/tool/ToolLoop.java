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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.IncompleteToolCallException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.ToolRoundsExceededException;
import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import reactor.core.publisher.Flux;

import org.springframework.util.Assert;

/**
 * Asks the model, runs the tools that it asks for, gives it their results and asks again,
 * until it answers without asking for tools. Immutable and thread-safe. It works on any
 * function from a request to the events of an answer, streamed or not.
 * <p>
 * Nothing runs before an answer is complete. The tools of one answer run concurrently;
 * their results are sent in the order of the calls, behind the answer as it came, with
 * its reasoning. What goes wrong in a tool is told to the model, unless the
 * {@link ToolSettings#onFailure() handler of failures} decides otherwise. A
 * {@code tool_choice} that forces a call holds for the first round only.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
 */
public final class ToolLoop {

	private final List<ToolFunction<?>> functions;

	private final ToolSettings settings;

	/**
	 * Create a loop.
	 * @param functions the tools, in the order in which they are sent
	 * @param settings how they are run
	 */
	public ToolLoop(List<? extends ToolFunction<?>> functions, ToolSettings settings) {
		Assert.noNullElements(functions, "'functions' must not have null elements");
		Assert.notNull(settings, "'settings' must not be null");
		this.functions = List.copyOf(functions);
		this.settings = settings;
	}

	/**
	 * Return a copy with further tools.
	 * @param functions the tools to add
	 * @return the copy
	 */
	public ToolLoop withFunctions(List<? extends ToolFunction<?>> functions) {
		Assert.noNullElements(functions, "'functions' must not have null elements");
		List<ToolFunction<?>> all = new ArrayList<>(this.functions);
		all.addAll(functions);
		return new ToolLoop(all, this.settings);
	}

	/**
	 * Return a copy with other settings.
	 * @param settings makes them from those of this loop
	 * @return the copy
	 */
	public ToolLoop withSettings(UnaryOperator<ToolSettings> settings) {
		return new ToolLoop(this.functions, settings.apply(this.settings));
	}

	/**
	 * Return whether there is a tool to run.
	 * @return {@code false} if the loop only passes on what the model answers
	 */
	public boolean hasFunctions() {
		return !this.functions.isEmpty();
	}

	/**
	 * Run the loop. What happens in a round is passed on, except the
	 * {@link ChatEvent.Finished} of an answer that asks for tools: in its place come
	 * {@link ChatEvent.ToolStarted} and {@link ChatEvent.ToolFinished} of each call and
	 * one {@link ChatEvent.RoundFinished}.
	 * <p>
	 * The flux fails with an {@link InvalidRequestException} if the request has tools of
	 * its own, an {@link IncompleteToolCallException} if an answer is cut off where it
	 * asks for tools, a {@link ToolRoundsExceededException} if the last round that is
	 * allowed still asks for tools, and with whatever the model or the handler of
	 * failures fails with.
	 * @param request the first request, without tools
	 * @param model asks the model; the events of an answer end with
	 * {@link ChatEvent.Finished}
	 * @return the events of all rounds
	 */
	public Flux<ChatEvent> run(ChatCompletionRequest request, Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		if (!hasFunctions()) {
			return model.apply(request);
		}
		ToolExecutor executor = new ToolExecutor(this.functions, this.settings.onFailure());
		return Flux.defer(() -> new ToolRun(withTools(request), model, executor, this.settings).events())
			.contextCapture();
	}

	private ChatCompletionRequest withTools(ChatCompletionRequest request) {
		if (request.tools() != null) {
			throw InvalidRequestException.ofField("tools",
					"the request has tools that nothing runs beside tools that run by themselves; it may have one kind");
		}
		for (ChatMessage message : request.messages()) {
			if (message instanceof AssistantMessage assistant && Boolean.TRUE.equals(assistant.prefix())) {
				throw InvalidRequestException.ofField("messages", "a prefix cannot be continued by a call with tools");
			}
		}
		return request.mutate().tools(this.functions.stream().map(ToolFunction::toTool).toList()).build();
	}

}
