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

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.AccountSuspendedException;
import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.GenerationInterruptedException;
import io.github.deepseekspring.InsufficientBalanceException;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls that complete a text, over sockets.
 */
class CompletionCallTests {

	static final CompletionRequest REQUEST = CompletionRequest.builder("def answer():\n    ")
		.suffix("\n    return x")
		.build();

	@AutoClose
	private final Wire wire = new Wire();

	@Test
	void requestIsSentAsItIsToTheBeta() {
		CompletionRequest request = REQUEST.mutate()
			.model("deepseek-v4-pro")
			.logprobs(2)
			.maxTokens(64)
			.stop("END")
			.temperature(0.2)
			.topP(0.9)
			.extra("novel", List.of(1))
			.build();
		call(request, false).complete();
		RecordedRequest whole = this.wire.log().last();
		assertThat(whole.method()).isEqualTo("POST");
		assertThat(whole.path()).isEqualTo("/beta/completions");
		assertThat(whole.header("Authorization")).isEqualTo("Bearer " + Wire.API_KEY);
		String head = "{\"model\":\"deepseek-v4-pro\",\"prompt\":\"def answer():\\n    \","
				+ "\"suffix\":\"\\n    return x\",\"logprobs\":2,\"max_tokens\":64,\"stop\":[\"END\"],";
		assertThat(whole.body()).isEqualTo(head + "\"stream\":false,\"temperature\":0.2,\"top_p\":0.9,\"novel\":[1]}");
		call(request, true).complete();
		assertThat(this.wire.log().last().path()).isEqualTo("/beta/completions");
		assertThat(this.wire.log().last().body()).isEqualTo(head
				+ "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"temperature\":0.2,\"top_p\":0.9,\"novel\":[1]}");
	}

	@ParameterizedTest
	@CsvSource({ "'',/beta/completions", "/v1,/beta/completions", "/beta,/beta/completions",
			"/beta/v1,/beta/v1/completions", "/anthropic,/beta/completions" })
	void pathFitsTheBaseUrl(String base, String path) {
		DeepSeekTemplate template = this.wire.builder()
			.baseUrl(URI.create(this.wire.simulator().baseUrl() + base))
			.build();
		Signals.of(answer(template, REQUEST, false)).complete();
		Signals.of(answer(template, REQUEST, true)).complete();
		assertThat(this.wire.log().requests()).hasSize(2).extracting(RecordedRequest::path).containsOnly(path);
	}

	@Test
	void promptIsRepeatedWhereItIsAskedFor() {
		this.wire.answerAll(Answer.text(" upon a time"));
		CompletionRequest request = CompletionRequest.builder("Once").echo(true).build();
		assertThat(text(call(request, false).complete())).isEqualTo("Once upon a time");
		assertThat(text(call(request, true).complete())).isEqualTo("Once upon a time");
		assertThat(this.wire.log().last().body()).contains("\"echo\":true");
	}

	@Test
	void onlyTheModelOfTheDefaultsHolds() {
		DeepSeekTemplate template = this.wire.builder()
			.chatDefaults(new ChatDefaults("deepseek-flash", true, "max", 9000, 0.7, 0.95, List.of("END")))
			.build();
		template.complete(CompletionRequest.builder("Once").build()).block(Wire.PATIENCE);
		assertThat(this.wire.log().last().body())
			.isEqualTo("{\"model\":\"deepseek-flash\",\"prompt\":\"Once\",\"stream\":false}");
	}

	@Test
	void wholeAnswerIsRead() {
		this.wire.answer(Answer.text("x = 42"));
		Completion completion = call(REQUEST, false).complete().get(0);
		assertThat(completion.object()).isEqualTo("text_completion");
		assertThat(completion.text()).isEqualTo("x = 42");
		assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(completion.usage()).isNotNull();
		assertThat(completion.usage().completionTokens()).isPositive();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void logprobsAreRead(boolean streaming) {
		List<Completion> pieces = call(CompletionRequest.builder("Once").logprobs(1).maxTokens(3).build(), streaming)
			.complete();
		assertThat(pieces).filteredOn((piece) -> !piece.text().isEmpty()).isNotEmpty().allSatisfy((piece) -> {
			assertThat(piece.choices().get(0).logprobs()).isNotNull();
			assertThat(piece.choices().get(0).logprobs().tokens()).isNotEmpty();
		});
	}

	@Test
	void blankLinesBeforeAWholeAnswerAreSkipped() {
		this.wire.answer(Answer.raw(200, "application/json").write("\n\n\n").write(piece("x", "stop")).end());
		assertThat(call(REQUEST, false).complete().get(0).text()).isEqualTo("x");
	}

	@Test
	void finishReasonsThatTellOfAFailureFail() {
		Map<String, Class<? extends DeepSeekException>> failures = Map.of("content_filter",
				ContentRejectedException.class, "insufficient_system_resource", GenerationInterruptedException.class,
				"aborted", GenerationInterruptedException.class);
		failures.forEach((reason, type) -> {
			this.wire.answer(Answer.of(200, "application/json", piece("x", reason)),
					Answer.raw().event(piece("x", reason)).done().end());
			call(REQUEST, false).failure(type);
			call(REQUEST, true).failure(type);
		});
	}

	@Test
	void whenAWholeAnswerBreaksOffThenItIsTruncated() {
		String whole = piece("x", "length");
		for (int length = 1; length < whole.length(); length++) {
			this.wire.answer(Answer.raw(200, "application/json").write("\n" + whole.substring(0, length)).end());
			call(REQUEST, false).failure(TruncatedException.class);
		}
		this.wire.answer(Answer.of(200, "application/json", piece("x", null)),
				Answer.raw(200, "application/json").write("\n\n").end(), Answer.of(200, "application/json", whole));
		call(REQUEST, false).failure(TruncatedException.class);
		call(REQUEST, false).failure(ClosedBeforeInferenceException.class);
		assertThat(call(REQUEST, false).complete().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
	}

	static List<Arguments> brokenRules() {
		return List.of(Arguments.of("echo", REQUEST.mutate().echo(true).build()),
				Arguments.of("echo", CompletionRequest.builder("Once").echo(true).logprobs(1).build()),
				Arguments.of("logprobs", CompletionRequest.builder("Once").logprobs(21).build()),
				Arguments.of("max_tokens", CompletionRequest.builder("Once").maxTokens(4097).build()),
				Arguments.of("stop", REQUEST.mutate().stop(Collections.nCopies(17, "END")).build()),
				Arguments.of("temperature", REQUEST.mutate().temperature(2.1).build()),
				Arguments.of("top_p", REQUEST.mutate().topP(0.0).build()),
				Arguments.of("prompt", CompletionRequest.builder("\ud83d").build()),
				Arguments.of("suffix", REQUEST.mutate().suffix("\ude00").build()));
	}

	@ParameterizedTest
	@MethodSource("brokenRules")
	void whenARuleIsBrokenThenNothingIsSent(String field, CompletionRequest request) {
		for (boolean streaming : new boolean[] { false, true }) {
			InvalidRequestException failure = call(request, streaming).failure(InvalidRequestException.class);
			assertThat(failure.getField()).startsWith(field);
		}
		assertThat(this.wire.log().requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void errorsHaveTheirExceptionsAndAreNotSentAgain(boolean streaming) {
		Map<Answer, Class<? extends DeepSeekException>> failures = Map.of(
				Answer.error(400, "Bad 'prompt'", "invalid_request_error", null), InvalidRequestException.class,
				Answer.unauthorized(), InvalidApiKeyException.class, Answer.insufficientBalance(),
				InsufficientBalanceException.class, Answer.suspended(), AccountSuspendedException.class,
				Answer.contentRisk(), ContentRejectedException.class,
				Answer.of(200, "text/html", "<html>Log in</html>"), MalformedAnswerException.class);
		DeepSeekTemplate template = this.wire.builder().retry(Wire.attempts(3)).build();
		failures.forEach((answer, type) -> {
			this.wire.answer(answer);
			Signals.of(answer(template, REQUEST, streaming)).failure(type);
		});
		assertThat(this.wire.log().requests()).hasSize(failures.size());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAnotherAttemptCanHelpThenTheRequestIsSentAgain(boolean streaming) {
		DeepSeekTemplate template = this.wire.builder().retry(Wire.attempts(5)).build();
		String error = Payloads.error("Service is too busy", "service_unavailable_error", "x");
		this.wire.answer(Answer.serverError(), Answer.overloaded(), Answer.raw().resetBeforeHeaders(),
				Answer.of(200, "application/json", error), Answer.text("x = 42"));
		assertThat(text(Signals.of(answer(template, REQUEST, streaming)).complete())).isEqualTo("x = 42");
		assertThat(this.wire.log().requests()).hasSize(5)
			.extracting(RecordedRequest::body)
			.containsOnly(this.wire.log().last().body());
		this.wire.answer(Answer.serverError(), Answer.overloaded());
		call(REQUEST, streaming).failure(ServerException.class);
		call(REQUEST, streaming).failure(OverloadedException.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void serversTextDoesNotRepeatThePrompt(boolean streaming) {
		CompletionRequest request = CompletionRequest.builder("a very private beginning")
			.suffix("a very private ending")
			.build();
		this.wire.answer(Answer.error(400, "Bad text: a very private beginning, a very private ending", "e", null));
		DeepSeekException failure = Signals.of(answer(this.wire.template(), request, streaming)).failure();
		assertThat(failure.getMessage()).contains("Bad text").doesNotContain("private beginning", "private ending");
	}

	private Signals<Completion> call(CompletionRequest request, boolean streaming) {
		return Signals.of(answer(this.wire.template(), request, streaming));
	}

	static Publisher<Completion> answer(DeepSeekTemplate template, CompletionRequest request, boolean streaming) {
		return Flux.from(streaming ? template.streamCompletion(request) : template.complete(request));
	}

	static String text(List<Completion> pieces) {
		StringBuilder text = new StringBuilder();
		pieces.forEach((piece) -> text.append(piece.text()));
		return text.toString();
	}

	static String piece(String text, @Nullable String finishReason) {
		return "{\"id\":\"c1\",\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":"
				+ JsonMapper.shared().writeValueAsString(text) + ",\"logprobs\":null,\"finish_reason\":"
				+ ((finishReason != null) ? "\"" + finishReason + "\"" : "null") + "}]}";
	}

}
