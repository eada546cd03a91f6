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

package io.github.deepseekspring.structured;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One streamed answer that is a list, read element by element. Its state changes only
 * between signals, which come one after the other.
 *
 * @param <E> the type of the elements
 */
final class ListAnswer<E> {

	private final AnswerForm form;

	private final EntityType<E> type;

	private final int maxSize;

	private final ElementReader reader = new ElementReader();

	private final StringBuilder content = new StringBuilder();

	private final StringBuilder reasoning = new StringBuilder();

	private final StringBuilder arguments = new StringBuilder();

	private ChatEvent.@Nullable ToolCallPart call;

	private @Nullable ChatCompletion completion;

	private boolean begun;

	private int index;

	private boolean delivered;

	ListAnswer(AnswerForm form, EntityType<E> type, int maxSize) {
		this.form = form;
		this.type = type;
		this.maxSize = maxSize;
	}

	/**
	 * Return the elements that become complete with an event. They are read one by one as
	 * they are asked for, and all of them before the next event is given.
	 */
	Iterable<E> elements(ChatEvent event) {
		keep(event);
		if (event instanceof ChatEvent.Finished finished) {
			return () -> new Elements(wholeUnlessBegun(finished.completion()), true);
		}
		String piece = this.form.piece(event);
		if (piece == null) {
			return List.of();
		}
		this.begun = true;
		return () -> new Elements(piece, false);
	}

	/**
	 * An answer that did not come in pieces of the expected kind is read as a whole.
	 */
	private String wholeUnlessBegun(ChatCompletion answer) {
		String json = this.form.json(answer);
		return this.begun ? "" : json;
	}

	private void keep(ChatEvent event) {
		if (event instanceof ChatEvent.Text piece) {
			this.content.append(piece.text());
		}
		else if (event instanceof ChatEvent.ToolCallPart part) {
			this.call = (this.call != null) ? this.call : part;
			this.arguments.append((part.index() == this.call.index()) ? part.arguments() : "");
		}
		else if (event instanceof ChatEvent.Reasoning piece && !this.delivered) {
			this.reasoning.append(piece.text());
		}
		else if (event instanceof ChatEvent.Finished finished) {
			this.completion = finished.completion();
		}
	}

	/**
	 * Return whether an element has been handed out.
	 */
	boolean isDelivered() {
		return this.delivered;
	}

	/**
	 * Return the text of the answer so far.
	 */
	@Nullable String text() {
		if (this.completion != null) {
			return this.form.text(this.completion);
		}
		return (this.arguments.isEmpty() ? this.content : this.arguments).toString();
	}

	/**
	 * Return the answer so far as a message of the model.
	 */
	@Nullable AssistantMessage message() {
		if (this.completion != null) {
			return this.completion.message();
		}
		List<ToolCall> calls = (this.call != null) ? List.of(ToolCall.function(String.valueOf(this.call.id()),
				String.valueOf(this.call.name()), this.arguments.toString())) : null;
		return new AssistantMessage(this.content.toString(),
				this.reasoning.isEmpty() ? null : this.reasoning.toString(), calls, null, null);
	}

	private @Nullable E read() {
		JsonNode element = this.reader.next();
		if (element == null) {
			if (this.reader.pending() > this.maxSize) {
				throw new MalformedAnswerException("An element of the list has more than " + this.maxSize + " bytes",
						null, null, new CallState(true, null));
			}
			return null;
		}
		return this.type.read(element, "$." + EntityType.Items.NAME + "[" + this.index++ + "]");
	}

	/**
	 * The elements in one piece of the text, which is given to the reader first.
	 */
	private final class Elements implements Iterator<E> {

		private final boolean last;

		private @Nullable E next;

		Elements(String piece, boolean last) {
			ListAnswer.this.reader.feed(piece);
			this.last = last;
		}

		@Override
		public boolean hasNext() {
			if (this.next == null) {
				this.next = read();
				if (this.next == null && this.last) {
					ListAnswer.this.reader.end();
				}
			}
			return this.next != null;
		}

		@Override
		public E next() {
			if (!hasNext() || this.next == null) {
				throw new NoSuchElementException();
			}
			E element = this.next;
			this.next = null;
			ListAnswer.this.delivered = true;
			return element;
		}

	}

}
