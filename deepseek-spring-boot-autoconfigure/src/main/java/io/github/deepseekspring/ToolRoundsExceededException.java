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

package io.github.deepseekspring;

/**
 * The model still asked for tools in the last round that was allowed. The tools of that
 * round were not run.
 *
 * @since 0.1.0
 */
public class ToolRoundsExceededException extends DeepSeekException {

	private final int maxRounds;

	public ToolRoundsExceededException(int maxRounds) {
		super("The model still asks for tools after " + maxRounds + ((maxRounds == 1) ? " round" : " rounds")
				+ ", which is the most that was allowed; the tools of the last one were not run", null,
				new CallState(true, null), false);
		this.maxRounds = maxRounds;
	}

	/**
	 * Return how many rounds were allowed, and made.
	 * @return the number of requests to the model, at least 1
	 */
	public int getMaxRounds() {
		return this.maxRounds;
	}

}
