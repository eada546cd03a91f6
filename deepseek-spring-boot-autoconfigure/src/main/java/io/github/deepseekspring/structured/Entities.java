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

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Asks a model for entities: tells it the JSON schema of the type, reads its answer, and
 * tells it what is wrong and asks again if the answer does not fit. Immutable and
 * thread-safe. It works on any function from a request to the events of an answer,
 * streamed or not, which end with {@link ChatEvent.Finished}; each attempt calls it once
 * more.
 * <p>
 * The publishers fail with an {@link InvalidEntityException} if the last answer that is
 * allowed does not fit, or one was cut off because it became too long; with an
 * {@link IllegalArgumentException}, before the model is asked, if there is no schema for
 * the type, or strict mode cannot express it; with an {@link InvalidRequestException} if
 * the request continues a prefix, or has tools beside the strict one; and with whatever
 * the function fails with.
 *
 * @since 0.1.0
 */
public final class Entities {

	private final EntitySettings settings;

	private final int maxSize;

	private final AskingCache cache;

	private Entities(EntitySettings settings, int maxSize, AskingCache cache) {
		this.settings = settings;
		this.maxSize = maxSize;
		this.cache = cache;
	}

	/**
	 * Create an instance with the default settings. It remembers the types that it has
	 * been asked for.
	 * @param maxSize how much of a streamed list may be held in memory because its next
	 * element is not complete, in bytes
	 * @return the instance
	 */
	public static Entities create(int maxSize) {
		Assert.isTrue(maxSize > 0, "'maxSize' must be positive");
		return new Entities(EntitySettings.defaults(), maxSize, new AskingCache());
	}

	/**
	 * Return a copy with other settings.
	 * @param settings makes them from those of this instance
	 * @return the copy
	 */
	public Entities withSettings(UnaryOperator<EntitySettings> settings) {
		Assert.notNull(settings, "'settings' must not be null");
		return new Entities(settings.apply(this.settings), this.maxSize, this.cache);
	}

	/**
	 * Check that the model may be given tools for the same call.
	 * @throws InvalidRequestException if it may not
	 */
	public void requireToolsAllowed() {
		if (this.settings.mode() == EntitySettings.Mode.STRICT_TOOL) {
			throw StrictToolForm.otherTools();
		}
	}

	/**
	 * Ask for one entity.
	 * @param type the type, also one with type arguments
	 * @param request what to ask, with the defaults of the client filled in
	 * @param model asks the model
	 * @param <T> the type
	 * @return the entity
	 */
	public <T> Mono<T> one(Type type, ChatCompletionRequest request,
			Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		return one(() -> this.cache.one(type, this.settings.mode()), request, model);
	}

	/**
	 * Ask for a list of entities.
	 * @param elementType the type of the elements
	 * @param request what to ask, with the defaults of the client filled in
	 * @param model asks the model
	 * @param <E> the type of the elements
	 * @return the whole list
	 */
	public <E> Mono<List<E>> list(Type elementType, ChatCompletionRequest request,
			Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		return one(() -> this.cache.list(elementType, this.settings.mode()), request, model);
	}

	private <T> Mono<T> one(Supplier<Asking<T>> type, ChatCompletionRequest request,
			Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		return Mono.defer(() -> {
			Asking<T> asking = type.get();
			return attempt(asking, asking.form().ask(request), 1, model);
		}).contextCapture();
	}

	private <T> Mono<T> attempt(Asking<T> asking, ChatCompletionRequest request, int attempt,
			Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		return Mono.defer(() -> {
			List<ChatMessage> rounds = new ArrayList<>();
			return model.apply(request).doOnNext((event) -> {
				if (event instanceof ChatEvent.RoundFinished round) {
					rounds.addAll(round.messages());
				}
			}).ofType(ChatEvent.Finished.class).last().flatMap((finished) -> {
				ChatCompletion answer = finished.completion();
				try {
					return Mono.just(asking.type().read(asking.form().json(answer)));
				}
				catch (InvalidAnswer ex) {
					if (isLast(ex, attempt)) {
						return Mono.error(failure(asking, ex, attempt, asking.form().text(answer)));
					}
					ChatCompletionRequest next = asking.form().askAgain(request, rounds, answer.message(), ex);
					return attempt(asking, next, attempt + 1, model);
				}
			});
		});
	}

	/**
	 * Ask for a list of entities, element by element: each is emitted when the model has
	 * written it. As long as none was, an answer that does not fit is asked for again;
	 * after that it ends the flux. No element is emitted twice. The flux asks for no more
	 * events than it needs for the elements that are requested.
	 * @param elementType the type of the elements
	 * @param request what to ask, with the defaults of the client filled in
	 * @param model asks the model
	 * @param <E> the type of the elements
	 * @return the elements
	 */
	public <E> Flux<E> each(Type elementType, ChatCompletionRequest request,
			Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		return Flux.defer(() -> {
			Asking<List<E>> asking = this.cache.list(elementType, this.settings.mode());
			EntityType<E> element = this.cache.element(elementType);
			return stream(asking, element, asking.form().ask(request), 1, model);
		}).contextCapture();
	}

	private <E> Flux<E> stream(Asking<List<E>> asking, EntityType<E> element, ChatCompletionRequest request,
			int attempt, Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		return Flux.defer(() -> {
			ListAnswer<E> answer = new ListAnswer<>(asking.form(), element, this.maxSize);
			return model.apply(request)
				.materialize()
				.concatMapDelayError((signal) -> elements(signal, answer), false, 0)
				.doOnError(DeepSeekException.class, (ex) -> keepText(ex, answer.text()))
				.onErrorResume(InvalidAnswer.class, (ex) -> {
					if (answer.isDelivered() || isLast(ex, attempt)) {
						return Flux.error(failure(asking, ex, attempt, answer.text()));
					}
					return stream(asking, element, answer.askAgain(request, ex), attempt + 1, model);
				});
		});
	}

	/**
	 * A failure of the call takes its turn behind the elements before it.
	 */
	private static <E> Flux<E> elements(Signal<ChatEvent> signal, ListAnswer<E> answer) {
		if (signal.getThrowable() != null) {
			return Flux.error(signal.getThrowable());
		}
		ChatEvent event = signal.get();
		return (event != null) ? Flux.fromIterable(answer.elements(event)) : Flux.empty();
	}

	private boolean isLast(InvalidAnswer failure, int attempt) {
		return failure.isCutOff() || attempt >= this.settings.maxAttempts();
	}

	private static DeepSeekException failure(Asking<?> asking, InvalidAnswer failure, int attempt,
			@Nullable String text) {
		String type = asking.type().name();
		return keepText(failure.isCutOff() ? InvalidEntityException.ofLength(type, attempt)
				: InvalidEntityException.ofProblems(type, failure.problems(), attempt), text);
	}

	private static DeepSeekException keepText(DeepSeekException failure, @Nullable String text) {
		if (StringUtils.hasLength(text) && failure.getPartialContent() == null) {
			failure.initPartialContent(text);
		}
		return failure;
	}

}
