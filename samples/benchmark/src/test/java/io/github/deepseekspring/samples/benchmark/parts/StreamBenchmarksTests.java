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

import java.util.Arrays;

import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.decode.ChunkDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventReaderBenchmark} and {@link ChunkDecodingBenchmark}.
 */
class StreamBenchmarksTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 50 })
	void allEventsOfAStreamAreRead(int perBuffer) {
		EventReaderBenchmark benchmark = new EventReaderBenchmark();
		benchmark.perBuffer = perBuffer;
		benchmark.prepare();
		assertThat(benchmark.events()).isEqualTo(500);
		assertThat(benchmark.bytes()).isEqualTo((byte) '\n');
	}

	@Test
	void chunksAreDecoded() {
		ChunkDecodingBenchmark benchmark = new ChunkDecodingBenchmark();
		ChunkDecoder decoder = benchmark.decoderOfAStream();
		assertThat(Arrays.asList(Samples.chunks())).hasSize(500).allSatisfy((bytes) -> {
			ChatCompletionChunk chunk = benchmark.parse(bytes);
			assertThat(chunk.choices().get(0).delta().content()).isNotEmpty();
			assertThat(decoder.decode(bytes, 0, bytes.length)).isEqualTo(chunk);
		});
	}

}
