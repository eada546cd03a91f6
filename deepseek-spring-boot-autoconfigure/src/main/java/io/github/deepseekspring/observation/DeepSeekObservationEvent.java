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

package io.github.deepseekspring.observation;

import io.micrometer.observation.Observation;

/**
 * What happens in a call on the way to its end.
 *
 * @since 0.1.0
 */
public enum DeepSeekObservationEvent implements Observation.Event {

	/**
	 * The first data of the answer came, after all keep-alives.
	 */
	FIRST_DATA("first.data"),

	/**
	 * The request is sent again.
	 */
	RETRY("retry");

	private final String name;

	DeepSeekObservationEvent(String name) {
		this.name = name;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public String getContextualName() {
		return this.name;
	}

}
