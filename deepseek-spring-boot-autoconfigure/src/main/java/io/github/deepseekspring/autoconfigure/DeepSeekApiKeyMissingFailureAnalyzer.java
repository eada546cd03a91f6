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

package io.github.deepseekspring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells what to do about a missing API key.
 */
class DeepSeekApiKeyMissingFailureAnalyzer extends AbstractFailureAnalyzer<DeepSeekApiKeyMissingException> {

	private static final String ACTION = """
			Do one of these:

			  - set the property 'deepseek.api-key', best through the environment variable DEEPSEEK_API_KEY
			  - define a bean of type DeepSeekConnectionDetails
			  - set 'deepseek.simulator.enabled=true' to work without DeepSeek
			  - set 'deepseek.enabled=false' to switch DeepSeek off""";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DeepSeekApiKeyMissingException cause) {
		return new FailureAnalysis(cause.getMessage(), ACTION, cause);
	}

}
