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

package io.github.deepseekspring.chat.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import io.github.deepseekspring.test.Recordings;
import io.github.deepseekspring.test.Recordings.Body;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares {@link ChunkDecoder} with Jackson: for every recorded stream, for recorded
 * streams with changed bytes, and for made-up ones. The system property {@value #CHUNKS}
 * tells how many chunks there are of the last two kinds together.
 */
class ChunkDecoderFuzzTests {

	private static final String CHUNKS = "deepseek.fuzz.chunks";

	private static final long COUNT = Long.getLong(CHUNKS, 200_000);

	private static final int LONGEST_STREAM = 60;

	private final long seed = new Random().nextLong();

	private final Random random = new Random(this.seed);

	@Test
	void recordedStreamsAreReadAsByJackson() {
		List<Body> streams = Recordings.open().bodies("chat stream");
		long chunks = 0;
		long repeated = 0;
		for (Body stream : streams) {
			ComparedDecoder decoder = new ComparedDecoder();
			stream.payloads().forEach(decoder::decode);
			chunks += decoder.chunks();
			repeated += decoder.repeated();
		}
		assertThat(streams).hasSizeGreaterThan(70);
		assertThat(repeated).as("read without Jackson, of " + chunks).isGreaterThan(chunks / 2);
	}

	@Test
	void changedRecordingsAreReadAsByJackson() {
		List<List<byte[]>> streams = Recordings.open()
			.bodies("chat stream")
			.stream()
			.map((stream) -> stream.payloads()
				.stream()
				.map((payload) -> payload.getBytes(StandardCharsets.UTF_8))
				.toList())
			.toList();
		FuzzedStream fuzz = new FuzzedStream(this.random);
		long repeated = 0;
		for (long done = 0; done < COUNT / 2;) {
			List<byte[]> stream = streams.get(this.random.nextInt(streams.size()));
			ComparedDecoder decoder = new ComparedDecoder();
			int first = this.random.nextInt(stream.size());
			for (byte[] payload : stream.subList(first, Math.min(stream.size(), first + LONGEST_STREAM))) {
				decode(decoder, (this.random.nextInt(16) == 0) ? fuzz.changed(payload) : payload);
			}
			done += decoder.chunks();
			repeated += decoder.repeated();
		}
		assertThat(repeated).isGreaterThan(COUNT / 10);
	}

	@Test
	void madeUpStreamsAreReadAsByJackson() {
		FuzzedStream fuzz = new FuzzedStream(this.random);
		long repeated = 0;
		for (long done = 0; done < COUNT / 2;) {
			fuzz.another();
			ComparedDecoder decoder = new ComparedDecoder();
			for (int i = this.random.nextInt(LONGEST_STREAM); i >= 0; i--) {
				decode(decoder, fuzz.next());
			}
			done += decoder.chunks();
			repeated += decoder.repeated();
		}
		assertThat(repeated).isGreaterThan(COUNT / 40);
	}

	private void decode(ComparedDecoder decoder, byte[] json) {
		try {
			decoder.decode(json);
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError("Seed " + this.seed + ", " + new String(json, StandardCharsets.UTF_8), ex);
		}
	}

}
