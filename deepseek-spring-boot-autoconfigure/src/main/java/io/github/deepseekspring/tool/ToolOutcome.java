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

package io.github.deepseekspring.tool;

import org.jspecify.annotations.Nullable;

/**
 * What a call of a tool led to. Failures are values, so that one that comes after a
 * cancellation is dropped in silence.
 *
 * @param text the text for the model
 * @param failed whether that text tells of a failure
 * @param failure the failure, as long as nobody has decided what the model is told
 */
record ToolOutcome(String text, boolean failed, @Nullable Throwable failure) {

	static ToolOutcome success(String text) {
		return new ToolOutcome(text, false, null);
	}

	static ToolOutcome failure(Throwable failure) {
		return new ToolOutcome("", true, failure);
	}

	static ToolOutcome told(String text) {
		return new ToolOutcome(text, true, null);
	}

	@Override
	public String toString() {
		return "ToolOutcome[failed=" + this.failed + "]";
	}

}
