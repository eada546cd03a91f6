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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;
import org.springframework.util.ConcurrentReferenceHashMap;
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

	private final Map<Key, Asking<?>> cache;

	private Entities(EntitySettings settings, int maxSize, Map<Key, Asking<?>> cache) {
		this.settings = settings;
		this.maxSize = maxSize;
		this.cache = cache;
	}

	/**
	 * Create an instance with the default settings.
	 * @param maxSize how much of a streamed list may be held in memory because its next
	 * element is not complete, in bytes
	 * @return the instance
	 */
	public static Entities create(int maxSize) {
		Assert.isTrue(maxSize > 0, "'maxSize' must be positive");
		return new Entities(EntitySettings.defaults(), maxSize, new ConcurrentReferenceHashMap<>());
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
	 * Ask for one entity.
	 * @param type the type, also one with type arguments
	 * @param request what to ask, with the defaults of the client filled in
	 * @param model asks the model
	 * @param <T> the type
	 * @return the entity
	 */
	public <T> Mono<T> one(Type type, ChatCompletionRequest request,
			Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		return one(Shape.WHOLE, type, request, model);
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
		return one(Shape.LIST, elementType, request, model);
	}

	private <T> Mono<T> one(Shape shape, Type type, ChatCompletionRequest request,
			Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		return Mono.defer(() -> {
			Asking<T> asking = asking(shape, type);
			return attempt(asking, asking.form().ask(request), 1, model);
		}).contextCapture();
	}

	private <T> Mono<T> attempt(Asking<T> asking, ChatCompletionRequest request, int attempt,
			Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		return model.apply(request).ofType(ChatEvent.Finished.class).last().flatMap((finished) -> {
			ChatCompletion answer = finished.completion();
			try {
				return Mono.just(asking.type().read(asking.form().json(answer)));
			}
			catch (InvalidAnswer ex) {
				if (isLast(ex, attempt)) {
					return Mono.error(failure(asking, ex, attempt, asking.form().text(answer)));
				}
				ChatCompletionRequest next = asking.form().askAgain(request, answer.message(), ex);
				return attempt(asking, next, attempt + 1, model);
			}
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
			Asking<List<E>> asking = asking(Shape.LIST, elementType);
			EntityType<E> element = EntityType.elementOf(elementType);
			return stream(asking, element, asking.form().ask(request), 1, model);
		}).contextCapture();
	}

	private <E> Flux<E> stream(Asking<List<E>> asking, EntityType<E> element, ChatCompletionRequest request,
			int attempt, Function<ChatCompletionRequest, Flux<ChatEvent>> model) {
		return Flux.defer(() -> {
			ListAnswer<E> answer = new ListAnswer<>(asking.form(), element, this.maxSize);
			return model.apply(request)
				.concatMapDelayError((event) -> Flux.fromIterable(answer.elements(event)), false, 0)
				.doOnError(DeepSeekException.class, (ex) -> keepText(ex, answer.text()))
				.onErrorResume(InvalidAnswer.class, (ex) -> {
					if (answer.isDelivered() || isLast(ex, attempt)) {
						return Flux.error(failure(asking, ex, attempt, answer.text()));
					}
					ChatCompletionRequest next = asking.form().askAgain(request, answer.message(), ex);
					return stream(asking, element, next, attempt + 1, model);
				});
		});
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

	@SuppressWarnings("unchecked")
	private <T> Asking<T> asking(Shape shape, Type type) {
		Key key = new Key(shape, type, this.settings.mode());
		Asking<?> known = this.cache.get(key);
		if (known == null) {
			known = Asking.of(key);
			this.cache.put(key, known);
		}
		return (Asking<T>) known;
	}

	/**
	 * What the model is asked for, and how.
	 *
	 * @param type reads the answer
	 * @param form says where the answer stands
	 */
	private record Asking<T>(EntityType<T> type, AnswerForm form) {

		static Asking<?> of(Key key) {
			EntityType<?> type = (key.shape() == Shape.LIST) ? EntityType.listOf(key.type())
					: EntityType.of(key.type());
			return new Asking<>(type, (key.mode() == EntitySettings.Mode.STRICT_TOOL)
					? new StrictToolForm(type.schema().asStrict().toMap()) : new JsonObjectForm(type.schema().toMap()));
		}

	}

	private record Key(Shape shape, Type type, EntitySettings.Mode mode) {

	}

	private enum Shape {

		WHOLE, LIST

	}

}
