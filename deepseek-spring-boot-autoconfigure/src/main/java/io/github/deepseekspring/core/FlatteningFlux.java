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
import java.util.function.Function;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * The elements of the lists that a source's elements are turned into. Nothing is
 * prefetched, and a failure of the source never overtakes what had arrived before it.
 *
 * @param <S> the type of the source's elements
 * @param <T> the type of the elements
 */
final class FlatteningFlux<S, T> extends Flux<T> {

	private final Flux<S> source;

	private final Function<S, List<T>> function;

	FlatteningFlux(Flux<S> source, Function<S, List<T>> function) {
		this.source = source;
		this.function = function;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.source.subscribe(new FlatteningSubscription<>(actual, this.function));
	}

}
