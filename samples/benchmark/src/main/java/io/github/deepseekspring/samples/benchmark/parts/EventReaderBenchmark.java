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

package io.github.deepseekspring.samples.benchmark.parts;

import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.stream.AnswerClocks;
import io.github.deepseekspring.stream.AnswerFlux;
import io.github.deepseekspring.stream.AnswerState;
import io.github.deepseekspring.stream.Timeouts;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.util.Assert;

/**
 * The events of a streamed answer, from the buffers of its body. The payloads are found
 * but not decoded. Beside it, the bytes are only copied out of the buffers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventReaderBenchmark {

	private static final int MAX_SIZE = 1024 * 1024;

	private static final NettyDataBufferFactory BUFFERS = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

	/**
	 * How many events come in one buffer.
	 */
	@Param({ "1", "50" })
	public int perBuffer;

	private final Timeouts timeouts = Timeouts.defaults();

	private byte @Nullable [][] body;

	@Setup
	public void prepare() {
		this.body = Samples.body(this.perBuffer);
	}

	@Benchmark
	@OperationsPerInvocation(Samples.CHUNKS)
	public byte bytes() {
		CountingSubscriber<Byte> subscriber = new CountingSubscriber<>();
		buffers().map(EventReaderBenchmark::lastByte).subscribe(subscriber);
		return subscriber.last();
	}

	@Benchmark
	@OperationsPerInvocation(Samples.CHUNKS)
	public int events() {
		CountingSubscriber<Object> subscriber = new CountingSubscriber<>();
		AnswerFlux
			.ofEventStream(buffers(), MAX_SIZE, new CountedPayloads(), new AnswerState(),
					new AnswerClocks(this.timeouts, true))
			.subscribe(subscriber);
		Assert.state(subscriber.count() == Samples.CHUNKS, "An event is missing");
		return subscriber.count();
	}

	private Flux<DataBuffer> buffers() {
		Assert.state(this.body != null, "The benchmark is not prepared");
		return Flux.fromArray(this.body).map((bytes) -> BUFFERS.wrap(Unpooled.wrappedBuffer(bytes)));
	}

	private static byte lastByte(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes[bytes.length - 1];
	}

}
