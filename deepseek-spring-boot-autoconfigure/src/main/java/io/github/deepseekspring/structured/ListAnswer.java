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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One streamed answer that is a list, read element by element. Its state changes only
 * between signals, which come one after the other.
 * <p>
 * What is wrong before the first element is told at the end of the answer, since it can
 * be asked for again then: as the model will see it, it has to be whole.
 *
 * @param <E> the type of the elements
 */
final class ListAnswer<E> {

	private final AnswerForm form;

	private final EntityType<E> type;

	private final int maxSize;

	private final List<ChatMessage> rounds = new ArrayList<>();

	private ElementReader reader = new ElementReader();

	private StringBuilder text = new StringBuilder();

	private @Nullable InvalidAnswer failure;

	private @Nullable ChatCompletion completion;

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
		if (event instanceof ChatEvent.Finished finished) {
			this.completion = finished.completion();
			return () -> new Elements(rest(finished.completion()), true);
		}
		if (event instanceof ChatEvent.RoundFinished round) {
			startOver(round);
			return List.of();
		}
		String piece = piece(event);
		return (piece != null) ? () -> new Elements(piece, false) : List.of();
	}

	private @Nullable String piece(ChatEvent event) {
		try {
			String piece = this.form.piece(event);
			this.text.append((piece != null) ? piece : "");
			return (this.failure == null) ? piece : null;
		}
		catch (InvalidAnswer ex) {
			fail(ex);
			return null;
		}
	}

	/**
	 * An answer that did not come in pieces of the expected kind is read as a whole.
	 */
	private String rest(ChatCompletion answer) {
		String json = this.form.json(answer);
		if (this.failure != null) {
			throw this.failure;
		}
		return this.text.isEmpty() ? json : "";
	}

	/**
	 * What the model says before it asks for tools is not its answer.
	 */
	private void startOver(ChatEvent.RoundFinished round) {
		this.rounds.addAll(round.messages());
		this.reader = new ElementReader();
		this.text = new StringBuilder();
		this.failure = null;
	}

	private void fail(InvalidAnswer reason) {
		if (this.delivered) {
			throw reason;
		}
		this.failure = (this.failure != null) ? this.failure : reason;
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
		return (this.completion != null) ? this.form.text(this.completion) : this.text.toString();
	}

	/**
	 * Return the request for another answer than this one, which is whole and invalid.
	 */
	ChatCompletionRequest askAgain(ChatCompletionRequest asked, InvalidAnswer reason) {
		AssistantMessage message = (this.completion != null) ? this.completion.message() : null;
		return this.form.askAgain(asked, this.rounds, message, reason);
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

		private @Nullable String piece;

		private @Nullable E next;

		Elements(String piece, boolean last) {
			this.piece = piece;
			this.last = last;
		}

		@Override
		public boolean hasNext() {
			if (this.next == null && ListAnswer.this.failure == null) {
				this.next = advance();
			}
			return this.next != null;
		}

		private @Nullable E advance() {
			try {
				if (this.piece != null) {
					ListAnswer.this.reader.feed(this.piece);
					this.piece = null;
				}
				E element = read();
				if (element == null && this.last) {
					ListAnswer.this.reader.end();
				}
				return element;
			}
			catch (InvalidAnswer ex) {
				if (this.last) {
					throw ex;
				}
				fail(ex);
				return null;
			}
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
