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

import org.springframework.util.Assert;

/**
 * How the tools of a call are run.
 *
 * @param maxRounds how often the model is asked at most, at least 1. A call whose last
 * answer still asks for tools fails
 * @param maxConcurrency how many tools of one call run at the same time, at least 1
 * @param onFailure decides what becomes of a tool call that failed
 * @since 0.1.0
 */
public record ToolSettings(int maxRounds, int maxConcurrency, ToolFailureHandler onFailure) {

	private static final ToolSettings DEFAULTS = new ToolSettings(10, 8, ToolFailureHandler.tellModel());

	public ToolSettings {
		Assert.isTrue(maxRounds >= 1, "'maxRounds' must be at least 1");
		Assert.isTrue(maxConcurrency >= 1, "'maxConcurrency' must be at least 1");
		Assert.notNull(onFailure, "'onFailure' must not be null");
	}

	/**
	 * Return the defaults: 10 rounds, 8 tools at the same time, and failures told to the
	 * model.
	 * @return the settings
	 */
	public static ToolSettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy with another bound on rounds.
	 * @param maxRounds how often the model is asked at most, at least 1
	 * @return the copy
	 */
	public ToolSettings withMaxRounds(int maxRounds) {
		return new ToolSettings(maxRounds, this.maxConcurrency, this.onFailure);
	}

	/**
	 * Return a copy with another bound on tools at the same time.
	 * @param maxConcurrency how many tools of one call run at the same time, at least 1
	 * @return the copy
	 */
	public ToolSettings withMaxConcurrency(int maxConcurrency) {
		return new ToolSettings(this.maxRounds, maxConcurrency, this.onFailure);
	}

	/**
	 * Return a copy that treats failures in another way.
	 * @param onFailure decides what becomes of a tool call that failed
	 * @return the copy
	 */
	public ToolSettings withOnFailure(ToolFailureHandler onFailure) {
		return new ToolSettings(this.maxRounds, this.maxConcurrency, onFailure);
	}

}
