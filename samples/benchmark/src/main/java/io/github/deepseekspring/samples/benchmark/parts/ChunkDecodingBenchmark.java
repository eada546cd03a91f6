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

import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.decode.ChunkDecoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.databind.ObjectReader;

/**
 * The record of a chunk, from the bytes of its JSON: read as a whole, and with a decoder
 * for each stream, which knows the chunk before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChunkDecodingBenchmark {

	private final ObjectReader reader = Samples.mapper().readerFor(ChatCompletionChunk.class);

	private final byte[][] chunks = Samples.chunks();

	@Benchmark
	@OperationsPerInvocation(Samples.CHUNKS)
	public void plainParse(Blackhole records) {
		for (byte[] chunk : this.chunks) {
			records.consume(parse(chunk));
		}
	}

	@Benchmark
	@OperationsPerInvocation(Samples.CHUNKS)
	public void decoder(Blackhole records) {
		ChunkDecoder decoder = decoderOfAStream();
		for (byte[] chunk : this.chunks) {
			records.consume(decoder.decode(chunk, 0, chunk.length));
		}
	}

	ChunkDecoder decoderOfAStream() {
		return new ChunkDecoder(this.reader);
	}

	ChatCompletionChunk parse(byte[] chunk) {
		return this.reader.readValue(chunk, 0, chunk.length);
	}

}
