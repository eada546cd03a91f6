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

package io.github.deepseekspring.completion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.completion.CompletionRequest.Builder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CompletionRequest} and its rules.
 */
class CompletionRequestTests {

	private static final String HALF = "half \ud83c";

	static List<Builder> valid() {
		return List.of(request(), CompletionRequest.builder(""), request().suffix("").echo(false).logprobs(20),
				request().echo(true), request().logprobs(0), request().maxTokens(1), request().maxTokens(4096),
				request().stop(Collections.nCopies(16, "x")), request().temperature(0.0).topP(1.0),
				request().temperature(2.0).topP(0.01), request().extra("novel", List.of(1, "two")),
				request().stop((List<String>) null));
	}

	@ParameterizedTest
	@MethodSource("valid")
	void whatIsInRangePasses(Builder builder) {
		CompletionRequest request = builder.build();
		request.validate();
		request.withStream(true).validate();
	}

	static List<Arguments> invalid() {
		return List.of(Arguments.of("echo", request().echo(true).suffix("end")),
				Arguments.of("echo", request().echo(true).suffix("")),
				Arguments.of("echo", request().echo(true).logprobs(0)),
				Arguments.of("logprobs", request().logprobs(-1)), Arguments.of("logprobs", request().logprobs(21)),
				Arguments.of("max_tokens", request().maxTokens(0)),
				Arguments.of("max_tokens", request().maxTokens(4097)),
				Arguments.of("stop", request().stop(Collections.nCopies(17, "x"))),
				Arguments.of("stop[1]", request().stop("x", "")),
				Arguments.of("stop[0]", request().stop(Arrays.asList(null, "x"))),
				Arguments.of("stop[0]", request().stop(HALF)), Arguments.of("temperature", request().temperature(2.1)),
				Arguments.of("temperature", request().temperature(-0.1)),
				Arguments.of("temperature", request().temperature(Double.NaN)),
				Arguments.of("top_p", request().topP(0.0)), Arguments.of("top_p", request().topP(1.1)),
				Arguments.of("model", request().model(HALF)), Arguments.of("prompt", CompletionRequest.builder(HALF)),
				Arguments.of("suffix", request().suffix(HALF)),
				Arguments.of("novel.a", request().extra("novel", Collections.singletonMap("a", HALF))));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void whatBreaksARuleIsNamed(String field, Builder builder) {
		CompletionRequest request = builder.build();
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(request::validate)
			.satisfies((failure) -> assertThat(failure.getField()).isEqualTo(field))
			.withMessageNotContaining("half \ud83c");
	}

	@Test
	void whenStreamOptionsHaveNoStreamThenTheyAreRefused() {
		CompletionRequest streamed = request().build().withStream(true);
		CompletionRequest request = new CompletionRequest(null, "Once", null, null, null, null, null, false,
				streamed.streamOptions(), null, null, streamed.extra());
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(request::validate)
			.satisfies((failure) -> assertThat(failure.getField()).isEqualTo("stream_options"));
	}

	@Test
	void whenPromptIsMissingThenThereIsNoRequest() {
		assertThatIllegalArgumentException().isThrownBy(() -> CompletionRequest.builder(null).build())
			.withMessage("'prompt' must not be null");
	}

	@Test
	void fieldsWithAPropertyCannotBeExtra() {
		for (String field : List.of("model", "prompt", "suffix", "echo", "logprobs", "max_tokens", "stop", "stream",
				"stream_options", "temperature", "top_p")) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> request().extra(field, "x").build())
				.satisfies((failure) -> assertThat(failure.getField()).isEqualTo(field));
		}
	}

	@Test
	void requestIsACopy() {
		List<String> stop = new ArrayList<>(List.of("a"));
		Builder builder = request().stop(stop).extra("first", 1);
		CompletionRequest request = builder.build();
		stop.add("b");
		builder.extra("second", 2);
		assertThat(request.stop()).containsExactly("a");
		assertThat(request.extra()).containsOnlyKeys("first");
		assertThat(request.mutate().build()).isEqualTo(request);
	}

	@Test
	void extraFieldsAreCopiedToTheirDepth() {
		List<Object> list = new ArrayList<>(List.of(1));
		Map<String, Object> object = new LinkedHashMap<>(Map.of("list", list));
		CompletionRequest request = request().extra("novel", object).build();
		list.add(2);
		object.put("more", true);
		assertThat(request.extra()).isEqualTo(Map.of("novel", Map.of("list", List.of(1))));
		Map<?, ?> copy = (Map<?, ?>) request.extra().get("novel");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(copy::clear);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(((List<?>) copy.get("list"))::clear);
	}

	private static Builder request() {
		return CompletionRequest.builder("Once");
	}

}
