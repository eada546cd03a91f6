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

import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;

/**
 * What happens in the course of a streamed call. {@link Queued} and {@link KeepAlive}
 * appear only where they were asked for. {@link ToolStarted}, {@link ToolFinished} and
 * {@link RoundFinished} appear where tools run by themselves. A stream that is complete
 * ends with exactly one {@link Finished}.
 *
 * @since 0.1.0
 */
public sealed interface ChatEvent {

	/**
	 * The request waits for a free slot of this application and has not been sent yet.
	 */
	record Queued() implements ChatEvent {

	}

	/**
	 * The request has been sent and waits at DeepSeek.
	 *
	 * @param comment what the server said to keep the connection open
	 */
	record KeepAlive(String comment) implements ChatEvent {

		@Override
		public String toString() {
			return "KeepAlive[comment=" + Lengths.of(this.comment) + "]";
		}

	}

	/**
	 * The model thinks.
	 *
	 * @param text the next piece of the reasoning, not empty
	 */
	record Reasoning(String text) implements ChatEvent {

		@Override
		public String toString() {
			return "Reasoning[text=" + Lengths.of(this.text) + "]";
		}

	}

	/**
	 * The model answers.
	 *
	 * @param text the next piece of the answer, not empty
	 */
	record Text(String text) implements ChatEvent {

		@Override
		public String toString() {
			return "Text[text=" + Lengths.of(this.text) + "]";
		}

	}

	/**
	 * The model writes a tool call. The call must not be made before {@link Finished}:
	 * until then its arguments may be incomplete. Tools that run by themselves heed that.
	 *
	 * @param index which of the calls, from 0
	 * @param id the id of the call, in its first piece only
	 * @param name the name of the function, in the first piece only
	 * @param arguments the next piece of the arguments, possibly empty
	 */
	record ToolCallPart(int index, @Nullable String id, @Nullable String name, String arguments) implements ChatEvent {

		@Override
		public String toString() {
			return "ToolCallPart[index=" + this.index + ", id=" + this.id + ", name=" + this.name + ", arguments="
					+ Lengths.of(this.arguments) + "]";
		}

	}

	/**
	 * A tool that the model asked for is about to run.
	 *
	 * @param round which answer of the model asked for it, from 1
	 * @param call the call
	 */
	record ToolStarted(int round, ToolCall call) implements ChatEvent {

	}

	/**
	 * A tool has ended. The tools of a round appear in the order in which they end.
	 *
	 * @param round which answer of the model asked for it, from 1
	 * @param call the call
	 * @param result what the model is told
	 * @param failed whether the result tells of a failure: of the tool, or of arguments
	 * that do not fit
	 */
	record ToolFinished(int round, ToolCall call, ToolMessage result, boolean failed) implements ChatEvent {

	}

	/**
	 * All tools that an answer of the model asked for have ended. The next round begins
	 * with its request.
	 *
	 * @param round which answer of the model it is, from 1
	 * @param completion that answer, with its own usage
	 * @param results what the model is told, in the order of the calls
	 */
	record RoundFinished(int round, ChatCompletion completion, List<ToolMessage> results) implements ChatEvent {

		public RoundFinished {
			results = List.copyOf(results);
		}

		/**
		 * Return what the round adds to the chat: the model's message as it came, with
		 * its reasoning and calls, and the results.
		 * @return the messages, in the order in which the next request has them
		 */
		public List<ChatMessage> messages() {
			List<ChatMessage> messages = new ArrayList<>(this.results.size() + 1);
			if (this.completion.message() != null) {
				messages.add(this.completion.message());
			}
			messages.addAll(this.results);
			return List.copyOf(messages);
		}

	}

	/**
	 * The answer is complete.
	 *
	 * @param completion the whole answer, as a call without streaming gives it
	 */
	record Finished(ChatCompletion completion) implements ChatEvent {

	}

}
