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

package io.github.deepseekspring.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A model's answer: reasoning, content and tool calls, sent as a stream or as a whole and
 * in the words of the API that was asked. Where something is to be filled in, there is
 * only content. What is not set is generated or takes the simulator's default. Each
 * method returns a copy.
 *
 * @since 0.1.0
 */
public final class ChatAnswer implements Answer {

	static final ChatAnswer GENERATED = new ChatAnswer(new Parts());

	private final Parts parts;

	private ChatAnswer(Parts parts) {
		this.parts = parts;
	}

	/**
	 * Set the content.
	 * @param text the content; a stream sends it in pieces of about a word
	 * @return a copy with that content
	 */
	public ChatAnswer text(String text) {
		return chunks(Tokens.split(text).toArray(String[]::new));
	}

	/**
	 * Set the content, piece by piece.
	 * @param chunks the content, one event of a stream each
	 * @return a copy with that content
	 */
	public ChatAnswer chunks(String... chunks) {
		Parts copy = scripted();
		copy.content = List.of(chunks);
		return new ChatAnswer(copy);
	}

	/**
	 * Set the reasoning that comes before the content.
	 * @param reasoning the reasoning; an empty one is sent as an empty string
	 * @return a copy with that reasoning
	 */
	public ChatAnswer reasoning(String reasoning) {
		Parts copy = scripted();
		copy.reasoning = Tokens.split(reasoning);
		return new ChatAnswer(copy);
	}

	/**
	 * Add a tool call.
	 * @param name the name of the tool
	 * @param arguments the arguments as JSON text; sent as it is, valid or not, but by
	 * the Anthropic-style API without a stream, which can tell objects only and tells an
	 * empty one instead
	 * @return a copy with that tool call
	 */
	public ChatAnswer toolCall(String name, String arguments) {
		Parts copy = scripted();
		copy.toolCalls.add(new Completion.ToolCall(name, arguments));
		return new ChatAnswer(copy);
	}

	/**
	 * Set why the answer ends. The Anthropic-style API tells {@code stop} as
	 * {@code end_turn}, {@code length} as {@code max_tokens}, {@code tool_calls} as
	 * {@code tool_use}, and all else as it is.
	 * @param finishReason any text; by default {@code tool_calls} if there are tool calls
	 * and {@code stop} if not
	 * @return a copy with that finish reason
	 */
	public ChatAnswer finishReason(String finishReason) {
		Parts copy = this.parts.copy();
		copy.finishReason = finishReason;
		return new ChatAnswer(copy);
	}

	/**
	 * Set what the answer says it cost. By default it is estimated from the texts.
	 * @param promptTokens tokens of the request
	 * @param cachedTokens how many of these were in the prefix cache
	 * @param completionTokens tokens of the answer, with the reasoning
	 * @param reasoningTokens tokens of the reasoning
	 * @return a copy with that usage
	 */
	public ChatAnswer usage(int promptTokens, int cachedTokens, int completionTokens, int reasoningTokens) {
		Parts copy = this.parts.copy();
		copy.usage = new Completion.Usage(promptTokens, cachedTokens, completionTokens, reasoningTokens);
		return new ChatAnswer(copy);
	}

	/**
	 * Let the request wait in the server's queue: status and headers come at once, then a
	 * keep-alive immediately and after every interval. A request that waits ten minutes
	 * or longer is closed at ten minutes with a clean end and no answer.
	 * @param queueTime simulated time before the model starts; by default that of the
	 * simulator
	 * @return a copy with that queue time
	 */
	public ChatAnswer queuedFor(Duration queueTime) {
		Parts copy = this.parts.copy();
		copy.queueTime = queueTime;
		return new ChatAnswer(copy);
	}

	/**
	 * Set how long the model thinks. The reasoning is spread over that time.
	 * @param thinkingTime simulated time from the first event to the content; by default
	 * that of the simulator
	 * @return a copy with that thinking time
	 */
	public ChatAnswer thinkingTime(Duration thinkingTime) {
		Parts copy = this.parts.copy();
		copy.thinkingTime = thinkingTime;
		return new ChatAnswer(copy);
	}

	/**
	 * Set the pace of the content. A request that does not stream waits as long, in
	 * silence.
	 * @param chunkInterval simulated time before each chunk of content; by default that
	 * of the simulator
	 * @return a copy with that pace
	 */
	public ChatAnswer chunkInterval(Duration chunkInterval) {
		Parts copy = this.parts.copy();
		copy.chunkInterval = chunkInterval;
		return new ChatAnswer(copy);
	}

	/**
	 * Let time pass before anything is sent.
	 * @param delay simulated time from the request to the headers
	 * @return a copy with that delay
	 */
	public ChatAnswer headersAfter(Duration delay) {
		Parts copy = this.parts.copy();
		copy.headersAfter = delay;
		return new ChatAnswer(copy);
	}

	/**
	 * Let something go wrong. Several faults apply in the order they were added.
	 * @param fault what goes wrong, and where
	 * @return a copy with that fault
	 */
	public ChatAnswer fault(Fault fault) {
		Parts copy = this.parts.copy();
		copy.faults.add(fault);
		return new ChatAnswer(copy);
	}

	boolean isScripted() {
		return this.parts.scripted;
	}

	/**
	 * Return the scripted parts as a completion.
	 */
	Completion completion() {
		Parts source = this.parts;
		return Completion.of(source.reasoning, source.content, List.copyOf(source.toolCalls));
	}

	@Nullable String finishReason() {
		return this.parts.finishReason;
	}

	Completion.@Nullable Usage usage() {
		return this.parts.usage;
	}

	Pace pace(Pace defaults) {
		Parts source = this.parts;
		return new Pace((source.headersAfter != null) ? source.headersAfter : defaults.headersAfter(),
				(source.queueTime != null) ? source.queueTime : defaults.queueTime(),
				(source.thinkingTime != null) ? source.thinkingTime : defaults.thinkingTime(),
				(source.chunkInterval != null) ? source.chunkInterval : defaults.chunkInterval(),
				defaults.keepAliveInterval());
	}

	List<Fault> faults() {
		return this.parts.faults;
	}

	private Parts scripted() {
		Parts copy = this.parts.copy();
		copy.scripted = true;
		return copy;
	}

	@Override
	public String toString() {
		return (this.parts.scripted) ? "scripted answer" : "generated answer";
	}

	/**
	 * What a copy starts from; never changed once it belongs to an answer.
	 */
	private static final class Parts {

		private boolean scripted;

		private @Nullable List<String> reasoning;

		private List<String> content = List.of();

		private List<Completion.ToolCall> toolCalls = new ArrayList<>();

		private @Nullable String finishReason;

		private Completion.@Nullable Usage usage;

		private @Nullable Duration headersAfter;

		private @Nullable Duration queueTime;

		private @Nullable Duration thinkingTime;

		private @Nullable Duration chunkInterval;

		private List<Fault> faults = new ArrayList<>();

		private Parts copy() {
			Parts copy = new Parts();
			copy.scripted = this.scripted;
			copy.reasoning = this.reasoning;
			copy.content = this.content;
			copy.toolCalls = new ArrayList<>(this.toolCalls);
			copy.finishReason = this.finishReason;
			copy.usage = this.usage;
			copy.headersAfter = this.headersAfter;
			copy.queueTime = this.queueTime;
			copy.thinkingTime = this.thinkingTime;
			copy.chunkInterval = this.chunkInterval;
			copy.faults = new ArrayList<>(this.faults);
			return copy;
		}

	}

}
