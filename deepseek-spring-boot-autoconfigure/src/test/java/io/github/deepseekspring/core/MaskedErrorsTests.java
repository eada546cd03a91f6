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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.simulator.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no exception tells a key or a prompt, whatever a server echoes.
 */
class MaskedErrorsTests {

	private static final String PROMPT = "My \"code\" is\nzanzibar <b> & quokka\nand the\tword\nis caf\u00e9 \\ 'tulip'";

	/**
	 * Parts of the prompt that would tell of it.
	 */
	private static final List<String> SECRETS = List.of("zanzibar", "quokka", "tulip", "caf\u00e9", Wire.API_KEY,
			"0123456789abcdef");

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
		.message(ChatMessage.user(PROMPT))
		.build();

	@AutoClose
	private final Wire wire = new Wire();

	/**
	 * Bodies that echo the request in all the ways that servers have.
	 */
	static List<String> echoes() {
		JsonMapper mapper = new JsonMapper();
		String escaped = mapper.writeValueAsString(PROMPT);
		String ascii = escaped.replace("\u00e9", "\\u00e9");
		String html = PROMPT.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;").replace("'", "&#39;");
		List<String> echoes = new ArrayList<>();
		for (String text : new String[] { PROMPT, escaped, ascii, html, mapper.writeValueAsString(escaped) }) {
			String message = "Cannot serve " + text + " with Bearer " + Wire.API_KEY;
			echoes.add(message);
			echoes.add(mapper.writeValueAsString(message));
			echoes.add("{\"error\":{\"message\":" + mapper.writeValueAsString(message) + "}}");
			echoes.add("{\"error\":" + mapper.writeValueAsString(message) + "}");
			echoes.add("{\"error\":{\"message\":\"no\",\"type\":" + mapper.writeValueAsString(message) + ",\"code\":"
					+ mapper.writeValueAsString(message) + ",\"param\":" + mapper.writeValueAsString(message) + "}}");
			echoes.add("{\"detail\":" + mapper.writeValueAsString(message) + "}");
			echoes.add("<html>\n<body>\n<p>" + message + "</p>\n</body></html>");
			echoes.add("<html><body><pre>" + message.replace("\n", "<br>\n") + "</pre></body></html>");
		}
		return echoes;
	}

	@ParameterizedTest
	@MethodSource("echoes")
	void echoOfTheRequestIsMaskedInErrors(String body) {
		for (int status : new int[] { 400, 401, 402, 418, 500, 503 }) {
			this.wire.answer(Answer.of(status, "text/plain", body));
			assertTellsNothing(false);
		}
	}

	@ParameterizedTest
	@MethodSource("echoes")
	void echoOfTheRequestIsMaskedInsteadOfAnAnswer(String body) {
		this.wire.answer(Answer.of(200, "text/plain", body), Answer.of(200, "text/plain", body),
				Answer.raw().event(body.replace("\n", " ")).end());
		assertTellsNothing(false);
		assertTellsNothing(true);
		assertTellsNothing(true);
	}

	@Test
	void keysOfOthersAreMasked() {
		this.wire.answer(Answer.unauthorized(),
				Answer.error(401, "Your api key: abcd1234 is invalid, so is sk-f00f00f00", null, null));
		assertThat(this.wire.failure(false)).hasMessageContaining("Your api key: *** is invalid");
		assertThat(this.wire.failure(false)).hasMessageContaining("Your api key: *** is invalid, so is ***");
	}

	@Test
	void whatTheServerSaysByItselfIsKept() {
		this.wire.answer(Answer.error(400,
				"The supported API model names are deepseek-v4-pro or deepseek-v4-flash, but you passed X.", null,
				null));
		assertThat(this.wire.failure(false)).hasMessageContaining(
				"The supported API model names are deepseek-v4-pro or deepseek-v4-flash, but you passed X.");
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 400, 500, 1000, 1100, 4000, 4090 })
	void secretAtTheEdgeOfWhatIsKeptIsMasked(int position) {
		String filler = "-".repeat(position);
		this.wire.answer(Answer.of(500, "text/plain", filler + " " + PROMPT + " " + Wire.API_KEY + " " + filler),
				Answer.of(500, "text/plain", " ".repeat(position) + Wire.API_KEY + " " + PROMPT),
				Answer.of(500, "text/html", "<p>" + filler + "</p>" + "<i>".repeat(position) + Wire.API_KEY));
		for (int i = 0; i < 3; i++) {
			assertTellsNothing(false);
		}
	}

	@Test
	void whenRequestIsLongThenMaskingIsNot() {
		ChatCompletionRequest.Builder request = ChatCompletionRequest.builder();
		for (int i = 0; i < 20; i++) {
			request.message(ChatMessage.user("lorem ipsum dolor ".repeat(20_000)));
		}
		this.wire.answer(Answer.of(400, "text/plain", "lorem ipsum dolor ".repeat(3000)));
		InvalidRequestException failure = Signals.of(this.wire.template().chat(request.build()))
			.failure(InvalidRequestException.class);
		assertThat(failure).hasMessageNotContaining("ipsum");
	}

	@Test
	void nothingOfAnUnreadableAnswerIsShown() {
		this.wire.answer(Answer.raw().event("{\"choices\": tulip}").end(),
				Answer.of(200, "application/json", "{\"choices\": tulip}"));
		for (boolean streaming : new boolean[] { true, false }) {
			DeepSeekException failure = failure(streaming);
			assertThat(failure).isExactlyInstanceOf(MalformedAnswerException.class);
			assertThat(trace(failure)).doesNotContain("tulip");
		}
	}

	private void assertTellsNothing(boolean streaming) {
		DeepSeekException failure = failure(streaming);
		assertThat(failure.getMessage()).doesNotContain(SECRETS).hasSizeLessThan(2500);
		assertThat(failure.toString()).doesNotContain(SECRETS);
		assertThat(trace(failure)).doesNotContain(SECRETS);
		if (failure instanceof InvalidRequestException invalid) {
			assertThat(String.valueOf(invalid.getField())).doesNotContain(SECRETS);
		}
	}

	private DeepSeekException failure(boolean streaming) {
		DeepSeekTemplate template = this.wire.template();
		Publisher<?> answer = streaming ? template.stream(REQUEST) : template.chat(REQUEST);
		return Signals.of(answer).failure();
	}

	private static String trace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

}
