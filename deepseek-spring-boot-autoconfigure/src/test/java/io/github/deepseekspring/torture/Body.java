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

package io.github.deepseekspring.torture;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a whole answer, and what a client can know when it has only the first of
 * them.
 *
 * @param bytes all of them
 * @param contentType their type
 * @param filler how many bytes at the beginning tell nothing but that the server is
 * alive, with the name of the first field
 * @param complete with how many bytes the answer is complete, whatever becomes of the
 * rest
 * @param elements with how many bytes each element for the subscriber is there
 */
record Body(byte[] bytes, String contentType, int filler, int complete, List<Integer> elements) {

	private static final String DATA = "data: ";

	/**
	 * Return the answer of a call that is not streamed. It is complete when HTTP says so.
	 */
	static Body ofCall(String json) {
		Builder body = new Builder("application/json").filler("\n\n\n");
		return body.write(json).build(Integer.MAX_VALUE, List.of(body.size()));
	}

	static Builder ofStream() {
		return new Builder("text/event-stream").filler(": keep-alive\n\n\n: keep-alive\n\n");
	}

	int size() {
		return this.bytes.length;
	}

	/**
	 * Return how many elements the subscriber gets of the first bytes.
	 */
	int elementsWithin(int count) {
		return (int) this.elements.stream().filter((end) -> end <= count).count();
	}

	/**
	 * Puts a body together.
	 */
	static final class Builder {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final List<Integer> elements = new ArrayList<>();

		private final String contentType;

		private int filler;

		private int complete;

		private Builder(String contentType) {
			this.contentType = contentType;
		}

		private Builder filler(String text) {
			write(text);
			this.filler = size();
			return this;
		}

		private Builder write(String text) {
			this.bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
			return this;
		}

		/**
		 * Add what the subscriber gets.
		 */
		Builder element(String event) {
			if (this.elements.isEmpty()) {
				this.filler = size() + event.indexOf(DATA) + DATA.length();
			}
			write(event);
			this.elements.add(size());
			return this;
		}

		/**
		 * Add the element with which the answer is complete.
		 */
		Builder last(String event) {
			element(event);
			this.complete = size();
			return this;
		}

		Body then(String rest) {
			write(rest);
			return build(this.complete, this.elements);
		}

		private Body build(int complete, List<Integer> elements) {
			return new Body(this.bytes.toByteArray(), this.contentType, this.filler, complete, List.copyOf(elements));
		}

		private int size() {
			return this.bytes.size();
		}

	}

}
