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

package io.github.deepseekspring.core;

import java.util.List;
import java.util.Objects;

import io.github.deepseekspring.DeepSeekException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All that a subscriber was told.
 *
 * @param items the elements
 * @param error what the subscription ended with, or {@code null} if it completed
 * @param <T> the type of the elements
 */
record Signals<T>(List<T> items, @Nullable Throwable error) {

	static <T> Signals<T> of(Publisher<T> source) {
		List<Signal<T>> signals = Flux.from(source)
			.materialize()
			.collectList()
			.blockOptional(Wire.PATIENCE)
			.orElseThrow();
		List<T> items = signals.stream().filter(Signal::isOnNext).map((signal) -> signal.get()).toList();
		return new Signals<>(items, signals.get(signals.size() - 1).getThrowable());
	}

	/**
	 * Return what the call failed with, which has to be one of our exceptions.
	 */
	DeepSeekException failure() {
		assertThat(this.error).isInstanceOf(DeepSeekException.class);
		return (DeepSeekException) Objects.requireNonNull(this.error);
	}

	<E extends Throwable> E failure(Class<E> type) {
		assertThat(this.error).isExactlyInstanceOf(type);
		return type.cast(this.error);
	}

	/**
	 * Return the elements of a call that has to succeed.
	 */
	List<T> complete() {
		assertThat(this.error).isNull();
		return this.items;
	}

}
