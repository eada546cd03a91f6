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

import java.util.List;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.TextRules;

/**
 * The rules for a request that completes a text.
 */
final class CompletionRequestValidator {

	private static final int MAX_LOGPROBS = 20;

	private static final int MAX_TOKENS = 4096;

	private static final int MAX_STOPS = 16;

	private final CompletionRequest request;

	CompletionRequestValidator(CompletionRequest request) {
		this.request = request;
	}

	void validate() {
		TextRules.wellFormed("model", this.request.model());
		TextRules.wellFormed("prompt", this.request.prompt());
		TextRules.wellFormed("suffix", this.request.suffix());
		validateEcho();
		Integer logprobs = this.request.logprobs();
		check(logprobs == null || (logprobs >= 0 && logprobs <= MAX_LOGPROBS), "logprobs",
				"it must be from 0 to " + MAX_LOGPROBS);
		Integer maxTokens = this.request.maxTokens();
		check(maxTokens == null || (maxTokens >= 1 && maxTokens <= MAX_TOKENS), "max_tokens",
				"it must be from 1 to " + MAX_TOKENS);
		validateStop();
		check(this.request.streamOptions() == null || Boolean.TRUE.equals(this.request.stream()), "stream_options",
				"it is allowed only when 'stream' is true");
		Double temperature = this.request.temperature();
		check(temperature == null || (temperature >= 0 && temperature <= 2), "temperature", "it must be from 0 to 2");
		Double topP = this.request.topP();
		check(topP == null || (topP > 0 && topP <= 1), "top_p", "it must be above 0 and at most 1");
		this.request.extra().forEach(TextRules::writable);
	}

	private void validateEcho() {
		if (Boolean.TRUE.equals(this.request.echo())) {
			check(this.request.suffix() == null, "echo", "it is not allowed together with 'suffix'");
			check(this.request.logprobs() == null, "echo", "it is not allowed together with 'logprobs'");
		}
	}

	private void validateStop() {
		List<String> stop = this.request.stop();
		if (stop == null) {
			return;
		}
		check(stop.size() <= MAX_STOPS, "stop", "there must be at most " + MAX_STOPS);
		for (int i = 0; i < stop.size(); i++) {
			check(stop.get(i) != null && !stop.get(i).isEmpty(), "stop[" + i + "]", "it must not be empty");
			TextRules.wellFormed("stop[" + i + "]", stop.get(i));
		}
	}

	private static void check(boolean valid, String field, String reason) {
		if (!valid) {
			throw InvalidRequestException.ofField(field, reason);
		}
	}

}
