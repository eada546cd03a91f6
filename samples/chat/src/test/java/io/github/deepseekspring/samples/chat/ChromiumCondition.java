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

package io.github.deepseekspring.samples.chat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.util.Assert;

/**
 * Skips tests where there is no Chromium, unless it is required.
 */
final class ChromiumCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		for (Path program : List.of(Chromium.BROWSER, Chromium.DRIVER)) {
			if (!Files.isExecutable(program)) {
				String reason = "The page is not tested in a browser: there is no " + program
						+ " (see -Ddeepseek.chromium and -Ddeepseek.chromium.driver)";
				Assert.state(!Boolean.getBoolean("deepseek.chromium.required"), reason);
				return ConditionEvaluationResult.disabled(reason);
			}
		}
		return ConditionEvaluationResult.enabled("There is a Chromium");
	}

}
