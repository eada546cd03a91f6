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

package io.github.deepseekspring.token;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TokenizerTokenCounter} with a tokenizer for which words are tokens.
 */
class TokenizerTokenCounterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String WORDS = """
			{"version": "1.0", "added_tokens": [{"id": 2, "content": "<end>", "special": true, "single_word": false,
			"lstrip": false, "rstrip": false, "normalized": false}], "pre_tokenizer": {"type": "Whitespace"},
			"post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}},
			{"SpecialToken": {"id": "<end>", "type_id": 0}}], "pair": [], "special_tokens":
			{"<end>": {"id": "<end>", "ids": [2], "tokens": ["<end>"]}}},
			"model": {"type": "WordLevel", "vocab": {"?": 0, "word": 1}, "unk_token": "?"}}
			""";

	@Test
	void countsTheTokensOfTheTextAndNoneBesides() throws IOException {
		try (TokenizerTokenCounter counter = load(WORDS)) {
			assertThat(counter.count("")).isZero();
			assertThat(counter.count("word")).isEqualTo(1);
			assertThat(counter.ids("word other word")).containsExactly(1, 0, 1);
			assertThat(counter.count("word ".repeat(10_000))).isEqualTo(10_000);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\uD800", "word \uDC00 word", "\0", "word\0word", "\uD83D\uDE00" })
	void unusualCharactersDoNotFail(String text) throws IOException {
		try (TokenizerTokenCounter counter = load(WORDS)) {
			assertThat(counter.count(text)).isPositive();
		}
	}

	@Test
	void countsOnManyThreadsThatMustNotBlock() throws IOException {
		try (TokenizerTokenCounter counter = load(WORDS)) {
			Mono<Integer> tokens = Flux.range(1, 64)
				.flatMap((length) -> Mono.fromCallable(() -> counter.count("word ".repeat(length)))
					.subscribeOn(Schedulers.parallel()))
				.reduce(0, Integer::sum);
			StepVerifier.create(tokens).expectNext(64 * 65 / 2).expectComplete().verify(PATIENCE);
		}
	}

	@Test
	void whenClosedThenFails() throws IOException {
		TokenizerTokenCounter counter = load(WORDS);
		counter.close();
		counter.close();
		assertThatIllegalStateException().isThrownBy(() -> counter.count("word"))
			.withMessage("The token counter is closed");
	}

	@Test
	void whenClosedWhileOthersCountThenTheyFinishOrFail() throws IOException {
		TokenizerTokenCounter counter = load(WORDS);
		String text = "word ".repeat(200);
		Mono<Long> wrong = Flux.range(0, 2_000).flatMap((index) -> Mono.fromCallable(() -> {
			if (index == 1_000) {
				counter.close();
			}
			return counter.count(text);
		}).onErrorResume(IllegalStateException.class, (ex) -> Mono.just(200)).subscribeOn(Schedulers.parallel()))
			.filter((tokens) -> tokens != 200)
			.count();
		StepVerifier.create(wrong).expectNext(0L).expectComplete().verify(PATIENCE);
		assertThatIllegalStateException().isThrownBy(() -> counter.count("word"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "nonsense", "{\"version\": \"1.0\"}", "<html></html>" })
	void whenTheFileIsSomethingElseThenSaysSo(String content) {
		assertThatIllegalArgumentException().isThrownBy(() -> load(content))
			.withMessage("It is not a tokenizer.json in the format of Hugging Face");
	}

	@Test
	void whenTheFileCannotBeReadThenFails() {
		InputStream broken = new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("disk failure");
			}

		};
		assertThatIOException().isThrownBy(() -> TokenizerTokenCounter.load(broken)).withMessage("disk failure");
	}

	@Test
	void loadingIsOfflineAndLeavesTheSystemPropertiesAlone() throws IOException {
		Map<Object, Object> before = Map.copyOf(System.getProperties());
		InputStream observing = new ByteArrayInputStream(WORDS.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public synchronized int read(byte[] target, int offset, int length) {
				assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
				assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
				return super.read(target, offset, length);
			}

		};
		TokenizerTokenCounter.load(observing).close();
		assertThat(Map.copyOf(System.getProperties())).isEqualTo(before);
	}

	private static TokenizerTokenCounter load(String content) throws IOException {
		return TokenizerTokenCounter.load(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
	}

}
