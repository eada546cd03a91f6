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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the values of a thread are not restored from the context of the subscriber
 * for each chunk, as some operators of Reactor do.
 */
class ThreadValuesTests {

	private static final String KEY = "counted";

	private final AtomicInteger restored = new AtomicInteger();

	@BeforeEach
	void count() {
		ContextRegistry.getInstance()
			.registerThreadLocalAccessor(KEY, () -> null, (value) -> this.restored.incrementAndGet(),
					this.restored::incrementAndGet);
	}

	@AfterEach
	void forget() {
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
	}

	static Stream<Function<StreamSpec, Flux<?>>> forms() {
		return Stream.of(StreamSpec::serverSentEvents, StreamSpec::chunks, StreamSpec::content, StreamSpec::events);
	}

	@ParameterizedTest
	@MethodSource("forms")
	void whenThereAreMoreChunksThenNothingMoreIsRestored(Function<StreamSpec, Flux<?>> form) {
		int few = restored(form, 2);
		assertThat(restored(form, 200)).isEqualTo(few);
	}

	@Test
	void whenAnOperatorRestoresThenItIsCounted() {
		assertThat(restored((stream) -> stream.chunks().handle((chunk, sink) -> sink.next(chunk)), 200))
			.isGreaterThanOrEqualTo(200);
	}

	private int restored(Function<StreamSpec, Flux<?>> form, int chunks) {
		this.restored.set(0);
		String body = Payloads.event(Payloads.chunk("one")).repeat(chunks) + Payloads.stream("two");
		StepVerifier
			.create(form.apply(Canned.template(Flux.just(Canned.buffer(body))).prompt("Why?").stream())
				.contextWrite((context) -> context.put(KEY, "value")))
			.thenConsumeWhile((element) -> true)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		return this.restored.get();
	}

}
