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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Turns what a function returns into the text that the model gets.
 */
final class ToolResult {

	static final String NOTHING = "The tool is done. It has no result.";

	private static final char REPLACEMENT = '\uFFFD';

	private ToolResult() {
	}

	/**
	 * Return the text once it is there. It is made on a thread that may block, because
	 * the getters of a value may, and that is nobody else's, as that of a publisher may
	 * be: that of a plain value on the calling thread, at once.
	 */
	static Mono<String> textOf(@Nullable Object returned) {
		ReactiveAdapter adapter = (returned != null)
				? ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned.getClass()) : null;
		if (adapter == null) {
			return Mono.just(text(returned));
		}
		Publisher<Object> publisher = adapter.toPublisher(returned);
		Mono<?> result = adapter.isMultiValue() ? Flux.from(reportingErrors(publisher)).collectList()
				: Mono.fromDirect(reportingErrors(Mono.from(publisher)));
		return result.publishOn(Schedulers.boundedElastic()).map(ToolResult::text).defaultIfEmpty(NOTHING);
	}

	/**
	 * Reactor throws errors such as that of a missing class at whoever subscribes, and
	 * tells nobody else.
	 */
	private static Publisher<Object> reportingErrors(Publisher<Object> publisher) {
		return (subscriber) -> {
			try {
				publisher.subscribe(subscriber);
			}
			catch (Error ex) {
				Operators.error(subscriber, new IllegalStateException("The result of the tool cannot be had", ex));
			}
		};
	}

	static String text(@Nullable Object value) {
		if (value == null) {
			return NOTHING;
		}
		String text = (value instanceof CharSequence) ? value.toString() : json(value);
		boolean nothing = text.isEmpty() || (text.equals("null") && !(value instanceof CharSequence));
		return nothing ? NOTHING : wellFormed(text);
	}

	private static String json(Object value) {
		try {
			return ToolJson.mapper().writeValueAsString(value);
		}
		catch (Error ex) {
			throw new IllegalStateException("The result of the tool cannot be written", ex);
		}
	}

	/**
	 * Replace halves of surrogate pairs, as they are left where a text was cut to a
	 * length. They cannot be sent.
	 */
	private static String wellFormed(String text) {
		StringBuilder repaired = null;
		for (int i = 0; i < text.length(); i++) {
			if (!Character.isSurrogate(text.charAt(i))) {
				continue;
			}
			if (Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1))) {
				i++;
				continue;
			}
			repaired = (repaired != null) ? repaired : new StringBuilder(text);
			repaired.setCharAt(i, REPLACEMENT);
		}
		return (repaired != null) ? repaired.toString() : text;
	}

}
