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

import io.github.deepseekspring.wire.RequestRules;
import io.github.deepseekspring.wire.TextRules;

/**
 * The rules for a request that completes a text.
 */
final class CompletionRequestValidator {

	private static final int MAX_LOGPROBS = 20;

	private static final int MAX_TOKENS = 4096;

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
		RequestRules.check(logprobs == null || (logprobs >= 0 && logprobs <= MAX_LOGPROBS), "logprobs",
				"it must be from 0 to " + MAX_LOGPROBS);
		RequestRules.maxTokens(this.request.maxTokens(), MAX_TOKENS);
		RequestRules.stops("stop", this.request.stop());
		RequestRules.streamOptions(this.request.streamOptions(), this.request.stream());
		RequestRules.sampling(this.request.temperature(), this.request.topP());
		this.request.extra().forEach(TextRules::writable);
	}

	private void validateEcho() {
		if (Boolean.TRUE.equals(this.request.echo())) {
			RequestRules.check(this.request.suffix() == null, "echo", "it is not allowed together with 'suffix'");
			RequestRules.check(this.request.logprobs() == null, "echo", "it is not allowed together with 'logprobs'");
		}
	}

}
