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

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Redaction}.
 */
class RedactionTests {

	private static final int MEGABYTE = 1 << 20;

	private final JsonMapper mapper = WireFormat.createMapper();

	@Test
	void textIsShownWithoutMarkupAndLineBreaks() {
		assertThat(clean("<html><style>a{}</style><h1>Bad</h1>\r\n<p>Gateway</html>", "Why?")).isEqualTo("Bad Gateway");
		assertThat(clean(" one\n\ttwo ", "Why?")).isEqualTo("one two");
	}

	@Test
	void textIsBounded() {
		assertThat(clean("x ".repeat(10_000), "Why?")).hasSize(512).endsWith("...");
		assertThat(clean("x".repeat(512), "Why?")).isEqualTo("x".repeat(512));
		assertThat(clean("x".repeat(513), "Why?")).isEqualTo("x".repeat(509) + "...");
	}

	@ParameterizedTest
	@ValueSource(strings = { "key " + Wire.API_KEY + " is bad", "key sk-another_key-0123 is bad",
			"key data:image/png;base64,iVBORw0KGgoAAAA is bad" })
	void keysAndDataAreMasked(String text) {
		assertThat(clean(text, "Why?")).isEqualTo("key *** is bad");
	}

	@ParameterizedTest
	@CsvSource({ "0123456789, got *** there", "012345678, got 012345678 there", "my blood pressure, got *** there",
			"血压高了, got *** there", "血压高, got 血压高 there", "été en, got été en there" })
	void tenCharactersOfAPromptOrFourThatAreNotAsciiAreMasked(String prompt, String shown) {
		assertThat(clean("got " + prompt + " there", prompt)).isEqualTo(shown);
	}

	@Test
	void partsOfAPromptAreMaskedAndTheRestIsShown() {
		assertThat(clean("first: 'pressure is high', then 'blood pressure'; sorry", "my blood pressure is high"))
			.isEqualTo("first: '***', then '***'; sorry");
		assertThat(clean("发现血压高了，抱歉", "我的血压高了吗")).isEqualTo("发现***，抱歉");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b\nc d\ne f\ng h\ni j\nk l", "a b c d e f g h i j k l", "abcdefghijkl",
			"a\u3000b\u00a0c\r\nd  e f g h i j\tk l", "abc\\ndef\\nghi\\njkl" })
	void whiteSpaceAndEscapesDoNotMatter(String echoed) {
		for (String prompt : List.of("a b\nc d\ne f\ng h\ni j\nk l", "abcdef\n\n\n\nghijkl")) {
			assertThat(clean("got <" + echoed + "> there", prompt)).isEqualTo("got <***> there");
		}
	}

	@Test
	void quotesThatAreEscapedDoNotMatter() {
		assertThat(clean("got 'say \\\"red\\\" or \\\"blue\\\".' there", "say \"red\" or \"blue\"."))
			.isEqualTo("got '***' there");
		assertThat(clean("got &lt;i&gt;my&amp;amp;blood&#39;pressure. there", "<i>my&blood'pressure."))
			.isEqualTo("got <*** there");
		assertThat(clean("got tomar caf\\u00e9 solo there", "tomar caf\u00e9 solo")).isEqualTo("got *** there");
		assertThat(clean("got tomar caf\u00e9 solo there", "tomar caf\\u00e9 solo")).isEqualTo("got *** there");
		assertThat(clean("got C:\\\\new\\\\table\\\\rows there", "C:\\new\\table\\rows")).isEqualTo("got *** there");
	}

	@Test
	void whatTheApplicationChoseIsShown() {
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("model", "deepseek-v4-prro");
		request.put("messages", List.of(Map.of("role", "latest_reminder", "content", "Why?"),
				Map.of("role", "user", "content", List.of(Map.of("type", "text_of_the_user", "text", "Why?")))));
		request.put("reasoning_effort", "extraordinary");
		request.put("response_format", Map.of("type", "json_object_of_mine"));
		String text = "deepseek-v4-prro, latest_reminder, text_of_the_user, extraordinary, json_object_of_mine";
		assertThat(clean(text, request)).isEqualTo(text);
	}

	@Test
	void whatUsersSaidIsMaskedWhereverItStands() {
		Map<String, Object> parameters = Map.of("type", "object", "description", "secret number 4");
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("extra", Map.of("messages", "not of a user"));
		request.put("system", List.of(Map.of("text", "secret number 1")));
		request.put("messages",
				List.of(Map.of("role", "user", "name", "secret number 2", "content",
						List.of(Map.of("type", "text", "text", "secret number 3"),
								Map.of("image_url", Map.of("url", "https://secret.number.9/x"))))));
		request.put("tools", List.of(Map.of("function", Map.of("name", "f", "parameters", parameters))));
		request.put("prompt", "secret number 5");
		request.put("suffix", List.of("secret number 6"));
		request.put("user_id", "secret_number_7");
		request.put("metadata", Map.of("type", "secret number 8"));
		StringBuilder text = new StringBuilder();
		StringBuilder masked = new StringBuilder();
		for (int i = 1; i <= 8; i++) {
			text.append((i == 7) ? "secret_number_7" : "secret number " + i).append(";");
			masked.append("***;");
		}
		assertThat(clean(text + "https://secret.number.9/x", request)).isEqualTo(masked + "***");
		assertThat(clean("not of a user", request)).isEqualTo("not of a user");
	}

	@Test
	void whenTwoTextsMeetInTheMessageThenNoneOfThemIsFoundInBoth() {
		Map<String, Object> request = Map.of("messages",
				List.of(Map.of("content", "abcde"), Map.of("content", "fghij")));
		assertThat(clean("got abcdefghij", request)).isEqualTo("got abcdefghij");
	}

	@Test
	void whenRequestCannotBeReadThenNothingIsShown() {
		Redaction redaction = new Redaction(Wire.API_KEY, "{\"messages\":[\"my blo".getBytes(StandardCharsets.UTF_8),
				this.mapper);
		assertThat(redaction.clean("my blood pressure")).isEqualTo("***");
	}

	@Test
	void dataUrlsAreNotSearchedAndTextsThatBeginLikeOneAre() {
		String image = "data:image/png;base64,ABCDEFGHIJKLMNOP";
		Map<String, Object> request = Map.of("messages",
				List.of(Map.of("content", List.of(Map.of("image_url", Map.of("url", image)), Map.of("file_data", image),
						Map.of("text", "data:text/plain;base64, my blood pressure")))));
		assertThat(clean("got ABCDEFGHIJKLMNOP there", request)).isEqualTo("got ABCDEFGHIJKLMNOP there");
		assertThat(clean("got my blood pressure there", request)).isEqualTo("got *** there");
	}

	@Test
	void longRunsOfOneCharacterTakeNoLongerThanOtherTexts() {
		assertThat(cleanInTime("-".repeat(1000), "-".repeat(8 * MEGABYTE))).isEqualTo("***");
		String nearly = ("-".repeat(9) + "+").repeat(MEGABYTE);
		assertThat(cleanInTime("-".repeat(500), nearly)).isEqualTo("-".repeat(500));
		String collisions = "AaBB".repeat(2 * MEGABYTE);
		assertThat(cleanInTime("AaAaBBBB".repeat(125), collisions)).startsWith("AaAaBBBB");
		String escapes = "\\&".repeat(4 * MEGABYTE);
		assertThat(cleanInTime("got my blood pressure there", escapes + "my blood pressure"))
			.isEqualTo("got *** there");
	}

	@Test
	void longPromptsAreSearchedToTheirEnd() {
		StringBuilder prompt = new StringBuilder(5 * MEGABYTE);
		for (int i = 0; prompt.length() < 4 * MEGABYTE; i++) {
			prompt.append("line ").append(i).append('\n');
		}
		prompt.append("my blood pressure");
		assertThat(cleanInTime("got my blood pressure there", prompt.toString())).isEqualTo("got *** there");
	}

	/**
	 * The work takes a part of a second; it would take minutes if it were not linear.
	 */
	private String cleanInTime(String text, String prompt) {
		return Mono.fromCallable(() -> clean(text, prompt))
			.subscribeOn(Schedulers.boundedElastic())
			.blockOptional(Wire.PATIENCE)
			.orElseThrow();
	}

	private String clean(String text, String prompt) {
		return clean(text, Map.of("model", "m", "messages", List.of(Map.of("role", "user", "content", prompt))));
	}

	private String clean(String text, Map<String, Object> request) {
		return new Redaction(Wire.API_KEY, this.mapper.writeValueAsBytes(request), this.mapper).clean(text);
	}

}
