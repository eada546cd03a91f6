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

package io.github.deepseekspring.chat;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Turns the chunks of a stream into events. An instance serves one stream and is not safe
 * for use by several threads. The events speak of the first choice, the only one that
 * DeepSeek gives; {@link ChatEvent.Finished} has all of them.
 *
 * @since 0.1.0
 */
public final class ChatEventAssembler {

	private final ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();

	/**
	 * Add the next chunk.
	 * @param chunk the chunk, in the order of the stream
	 * @return what is new in it, empty if the chunk says nothing
	 */
	public List<ChatEvent> add(ChatCompletionChunk chunk) {
		this.accumulator.add(chunk);
		Delta delta = firstDelta(chunk);
		return (delta != null) ? events(delta) : List.of();
	}

	private static @Nullable Delta firstDelta(ChatCompletionChunk chunk) {
		for (ChunkChoice choice : chunk.choices()) {
			if (choice.index() == null || choice.index() == 0) {
				return choice.delta();
			}
		}
		return null;
	}

	private static List<ChatEvent> events(Delta delta) {
		List<ChatEvent> events = List.of();
		if (StringUtils.hasLength(delta.reasoningContent())) {
			events = append(events, new ChatEvent.Reasoning(delta.reasoningContent()));
		}
		if (StringUtils.hasLength(delta.content())) {
			events = append(events, new ChatEvent.Text(delta.content()));
		}
		List<ToolCallDelta> toolCalls = delta.toolCalls();
		if (toolCalls != null) {
			for (int i = 0; i < toolCalls.size(); i++) {
				ToolCallDelta call = toolCalls.get(i);
				if (call.id() != null || call.name() != null || !call.arguments().isEmpty()) {
					events = append(events, new ChatEvent.ToolCallPart(ChoiceAccumulator.callIndex(call, i), call.id(),
							call.name(), call.arguments()));
				}
			}
		}
		return events;
	}

	private static List<ChatEvent> append(List<ChatEvent> events, ChatEvent event) {
		if (events.isEmpty()) {
			return List.of(event);
		}
		List<ChatEvent> longer = new ArrayList<>(events);
		longer.add(event);
		return List.copyOf(longer);
	}

	/**
	 * Return the last event. It does not judge whether the answer is complete.
	 * @return the event with the whole answer
	 */
	public ChatEvent.Finished finish() {
		return new ChatEvent.Finished(this.accumulator.toCompletion());
	}

}
