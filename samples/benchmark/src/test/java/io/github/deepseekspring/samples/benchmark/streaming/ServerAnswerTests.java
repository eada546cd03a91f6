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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.samples.benchmark.client.Load;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerAnswer}.
 */
class ServerAnswerTests {

	private static final Load LOAD = Load.withoutPause(500, 50);

	private final JsonMapper mapper = new JsonMapper();

	@Test
	void streamHasAsManyPartsAsWrites() {
		assertThat(ServerAnswer.stream(LOAD)).hasSize(10);
		assertThat(ServerAnswer.stream(Load.withoutPause(500, 1))).hasSize(500);
		assertThat(ServerAnswer.stream(Load.withoutPause(7, 3))).hasSize(3);
	}

	@Test
	void streamIsWhatDeepSeekSends() {
		List<ChatCompletionChunk> chunks = chunks();
		assertThat(chunks).hasSize(502);
		assertThat(chunks.get(0).choices().get(0).delta()).satisfies((delta) -> {
			assertThat(delta.role()).isEqualTo("assistant");
			assertThat(delta.content()).isEmpty();
		});
		assertThat(chunks.get(501).choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(chunks.get(501).usage()).isNotNull();
		assertThat(chunks.subList(0, 501)).allSatisfy((chunk) -> assertThat(chunk.usage()).isNull());
		assertThat(body()).endsWith("data: [DONE]\n\n");
	}

	@Test
	void streamHasAsManyCharactersAsItSays() {
		List<String> texts = chunks().stream().map(Texts::of).toList();
		assertThat(ServerAnswer.characters(LOAD)).isEqualTo(String.join("", texts).length());
		assertThat(ServerAnswer.size(LOAD)).isEqualTo(body().getBytes(StandardCharsets.UTF_8).length);
	}

	@Test
	void chunksAreAsLongAndAsOddAsThoseOfDeepSeek() {
		List<String> texts = chunks().stream().map(Texts::of).toList();
		assertThat(ServerAnswer.size(LOAD) / 502).isBetween(280L, 300L);
		assertThat(texts.stream().filter((text) -> text.codePoints().anyMatch((c) -> c > 127))).hasSize(50);
		assertThat(texts.stream().filter((text) -> text.matches("(?s).*[\n\t\"].*"))).hasSize(25);
	}

	@Test
	void keepAlivesCountAsBytes() {
		Load load = new Load(500, 50, 0, 3, 0);
		assertThat(ServerAnswer.size(load) - ServerAnswer.size(LOAD)).isEqualTo(3 * ": keep-alive\n\n".length());
	}

	@Test
	void callIsAnAnswerOfOneAndAHalfKilobytes() {
		assertThat(ServerAnswer.call().length).isBetween(1300, 1700);
		ChatCompletion answer = this.mapper.readValue(ServerAnswer.call(), ChatCompletion.class);
		assertThat(Texts.of(answer)).hasSize(ServerAnswer.callCharacters());
	}

	private List<ChatCompletionChunk> chunks() {
		return body().lines()
			.filter((line) -> line.startsWith("data: {"))
			.map((line) -> this.mapper.readValue(line.substring("data: ".length()), ChatCompletionChunk.class))
			.toList();
	}

	private static String body() {
		StringBuilder body = new StringBuilder();
		ServerAnswer.stream(LOAD).forEach((part) -> body.append(new String(part, StandardCharsets.UTF_8)));
		return body.toString();
	}

}
