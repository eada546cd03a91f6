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

import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.Delta;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChunkDecoder}. All chunks are compared with what Jackson reads.
 */
class ChunkDecoderTests {

	private static final String BEGIN = "{\"id\":\"a-1\",\"object\":\"chat.completion.chunk\",\"created\":1765000000,"
			+ "\"model\":\"deepseek-v4-flash\",\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,\"delta\":";

	private static final String END = ",\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}";

	private final ComparedDecoder decoder = new ComparedDecoder();

	@ParameterizedTest
	@ValueSource(strings = { "{\"content\":\"Hello\"}", "{\"content\":\"\"}", "{\"content\":null}",
			"{\"reasoning_content\":\"Hm\"}", "{\"content\":null,\"reasoning_content\":\"Hm\"}",
			"{\"reasoning_content\":null,\"content\":\"Hello\"}", "{\"role\":\"assistant\",\"content\":\"\"}",
			"{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\"}",
			"{\"content\":\"gr\u00fcn \u7eff \ud83c\udf3f\"}", "{\"content\":\"a\\nb\\t\\\"c\\\\d\\/\\r\\b\\f\"}",
			"{\"content\":\"\\\\\"}", "{\"content\":\"\u007f\u0080\"}", "{\"content\":\"}]\\\"delta\\\":{\"}" })
	void whenOnlyTheTextDiffersThenOnlyTheTextIsRead(String delta) {
		decode("{\"content\":\"first\"}");
		decode(delta);
		decode(delta);
		assertThat(this.decoder.repeated()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "null", "{ \"content\":\"a\"}", "{\"content\": \"a\"}", "{\"content\":\"a\"} ",
			"{\"content\":\"\\u00e4\"}", "{\"content\":\"\\ud83c\"}", "{\"content\":1}", "{\"content\":true}",
			"{\"content\":\"a\",\"content\":\"b\"}", "{\"content\":null,\"content\":\"b\"}",
			"{\"role\":\"a\",\"role\":null}", "{\"content\":\"\ufffd\"}", "{\"content\":\"a\",\"audio\":\"b\"}",
			"{\"con\\u0074ent\":\"a\"}", "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\"}}]}",
			"{\"content\":\"a\",\"tool_calls\":null}" })
	void whenADeltaIsMoreThanTextThenTheWholeChunkIsRead(String delta) {
		decode("{\"content\":\"first\"}");
		decode(delta);
		assertThat(this.decoder.repeated()).isZero();
		decode("{\"content\":\"next\"}");
		decode("{\"content\":\"next\"}");
		assertThat(this.decoder.repeated()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"content\"}", "{\"content\":}", "{\"content\":\"a}", "{\"content\":\"a\",}",
			"{\"content\":\"a\"}}", "{\"content\":\"a\"},{}", "{\"content\":\"a\\\"}", "{\"content\":\"a\\x\"}",
			"{\"content\":\"a\nb\"}", "{\"content\":\"a\u0001\"}", "{\"content\":nul}", "{\"content\":\"a\"\"b\"}",
			"{,\"content\":\"a\"}", "{\"content\":\"a\\" })
	void whenADeltaIsNotValidThenNothingIsRead(String delta) {
		decode("{\"content\":\"first\"}");
		assertThat(this.decoder.decode(BEGIN + delta + END)).isNull();
	}

	@Test
	void whenTextIsNotUtf8ThenNothingIsRead() {
		decode("{\"content\":\"first\"}");
		for (byte[] bad : new byte[][] { { (byte) 0xC3 }, { (byte) 0x80 }, { (byte) 0xC0, (byte) 0x80 },
				{ (byte) 0xED, (byte) 0xA0, (byte) 0x80 }, { (byte) 0xF8, 'a' } }) {
			byte[] json = (BEGIN + "{\"content\":\"_______\"}" + END).getBytes(StandardCharsets.UTF_8);
			System.arraycopy(bad, 0, json, BEGIN.length() + "{\"content\":\"_".length(), bad.length);
			this.decoder.decode(json);
		}
		assertThat(this.decoder.repeated()).isZero();
	}

	@Test
	void whenTheChunkAroundDiffersThenItIsReadAndRemembered() {
		decode("{\"content\":\"a\"}");
		ChatCompletionChunk last = this.decoder
			.decode(BEGIN + "{\"content\":\"\"}" + END.replace("\"finish_reason\":null", "\"finish_reason\":\"stop\"")
				.replace("\"usage\":null", "\"usage\":{\"total_tokens\":7}"));
		assertThat(last).isNotNull();
		assertThat(last.usage()).isNotNull();
		assertThat(this.decoder.repeated()).isZero();
	}

	@Test
	void whenWhatFollowsTheDeltaDiffersAtTheSameLengthThenTheWholeChunkIsRead() {
		decode("{\"content\":\"a\"}");
		ChatCompletionChunk other = this.decoder
			.decode(BEGIN + "{\"content\":\"b\"}" + END.replace("\"finish_reason\":null", "\"finish_reason\":\"ok\""));
		assertThat(other).isNotNull();
		assertThat(other.choices().get(0).finishReason()).hasToString("ok");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"choices\":[],\"usage\":{}}", "{\"choices\":null}", "{\"choices\":{}}", "{}", "null",
			"[]", "{\"choices\":[null,{\"delta\":{\"content\":\"a\"}}]}", "{\"choices\":[{\"delta\":null}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"a\"},\"delta\":{\"content\":\"b\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"choices\":[{\"delta\":{\"content\":\"b\"}}]}",
			"{\"x\":{\"delta\":{\"content\":\"a\"}},\"choices\":[{\"index\":0}]}",
			"{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}},{\"index\":1,\"delta\":{\"content\":\"b\"}}]}" })
	void whenThereIsNotExactlyOneDeltaThenNothingIsRemembered(String json) {
		for (int i = 0; i < 3; i++) {
			this.decoder.decode(json.startsWith("{\"") ? "{\"id\":\"i\"," + json.substring(1) : json);
		}
		assertThat(this.decoder.repeated()).isZero();
	}

	@Test
	void whenADeltaStandsElsewhereTooThenOnlyThatOfTheChoiceCounts() {
		String json = "{\"delta\":{\"content\":\"x\"},\"id\":\"i\",\"x\":[{\"delta\":{\"content\":\"y\"}}],"
				+ "\"cho\\u0069ces\":[{\"x\":{\"delta\":1},\"d\\u0065lta\":{\"content\":\"a\"},\"index\":0}]}";
		this.decoder.decode(json);
		this.decoder.decode(json.replace("\"a\"", "\"b\""));
		assertThat(this.decoder.repeated()).isOne();
		this.decoder.decode(json.replace("\"x\"", "\"z\""));
		assertThat(this.decoder.repeated()).isOne();
	}

	@Test
	void whenAllChunksDifferThenItStopsToRememberThem() {
		for (int i = 0; i < 4; i++) {
			this.decoder.decode(BEGIN.replace("a-1", "a-" + i) + "{\"content\":\"a\"}" + END);
		}
		decode("{\"content\":\"a\"}");
		decode("{\"content\":\"b\"}");
		assertThat(this.decoder.repeated()).isZero();
	}

	@Test
	void whenAChunkIsLongThenItIsNotRemembered() {
		String text = "a".repeat(8 * 1024);
		decode("{\"content\":\"" + text + "\"}");
		decode("{\"content\":\"a\"}");
		assertThat(this.decoder.repeated()).isZero();
		decode("{\"content\":\"" + text + "\"}");
		assertThat(this.decoder.repeated()).isOne();
	}

	@Test
	void whenSomeChunksRepeatThenItGoesOnToRemember() {
		for (int i = 0; i < 10; i++) {
			String begin = BEGIN.replace("a-1", "a-" + i);
			this.decoder.decode(begin + "{\"content\":\"a\"}" + END);
			this.decoder.decode(begin + "{\"content\":\"b\"}" + END);
		}
		assertThat(this.decoder.repeated()).isEqualTo(10);
	}

	@Test
	void whenChunksAreShorterThanWhatIsRememberedThenTheyAreRead() {
		decode("{\"content\":\"a\"}");
		assertThat(this.decoder.decode("{\"choices\":[]}")).isNotNull();
		assertThat(this.decoder.decode(BEGIN + END)).isNull();
		assertThat(this.decoder.decode(BEGIN.substring(0, 20))).isNull();
	}

	@Test
	void textIsThatOfTheDelta() {
		decode("{\"content\":\"a\"}");
		assertThat(delta(decode("{\"content\":\"b\\n\u00e4\",\"reasoning_content\":null}")))
			.isEqualTo(new Delta(null, "b\n\u00e4", null, null));
		assertThat(delta(decode("{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"c\"}")))
			.isEqualTo(new Delta("assistant", null, "c", null));
	}

	private static @Nullable Delta delta(@Nullable ChatCompletionChunk chunk) {
		assertThat(chunk).isNotNull();
		return chunk.choices().get(0).delta();
	}

	private @Nullable ChatCompletionChunk decode(String delta) {
		return this.decoder.decode(BEGIN + delta + END);
	}

}
