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

package io.github.deepseekspring.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ArrivedBuffers}.
 */
class ArrivedBuffersTests {

	private final NettyBuffers made = new NettyBuffers();

	private final ArrivedBuffers buffers = new ArrivedBuffers(8);

	@Test
	void whenTheFirstWasTakenThenALaterOneStaysBehindTheOthers() {
		DataBuffer second = this.made.of("2");
		DataBuffer third = this.made.of("3");
		this.buffers.add(this.made.of("1"));
		this.buffers.add(second);
		this.buffers.poll();
		this.buffers.add(third);
		assertThat(this.buffers.poll()).isSameAs(second);
		assertThat(this.buffers.poll()).isSameAs(third);
		assertThat(this.buffers.poll()).isNull();
	}

	@Test
	void whenThereAreMoreThanItHoldsThenTheOneTooManyIsReleased() {
		for (int i = 0; i < 9; i++) {
			this.buffers.add(this.made.of("a"));
		}
		assertThatIllegalStateException().isThrownBy(() -> this.buffers.add(this.made.of("b")));
		assertThat(this.made.held()).isEqualTo(9);
		this.buffers.release();
		assertThat(this.made.held()).isZero();
	}

	@Test
	void whenOneThreadAddsAndAnotherTakesThenTheyComeInOrder() throws Exception {
		DataBuffer[] sent = IntStream.range(0, 64)
			.mapToObj((i) -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[0]))
			.toArray(DataBuffer[]::new);
		int count = 5_000_000;
		AtomicInteger taken = new AtomicInteger();
		CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < count && taken.get() >= 0; i++) {
				while (taken.get() >= 0 && i - taken.get() >= 8) {
					Thread.onSpinWait();
				}
				this.buffers.add(sent[i % sent.length]);
			}
		});
		for (int i = 0; i < count; i++) {
			DataBuffer next = this.buffers.poll();
			while (next == null) {
				Thread.onSpinWait();
				next = this.buffers.poll();
			}
			if (next != sent[i % sent.length]) {
				taken.set(-1);
			}
			assertThat(next).isSameAs(sent[i % sent.length]);
			taken.set(i + 1);
		}
		adding.get(10, TimeUnit.SECONDS);
	}

}
