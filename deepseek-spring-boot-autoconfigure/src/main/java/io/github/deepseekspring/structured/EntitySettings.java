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

package io.github.deepseekspring.structured;

import org.springframework.util.Assert;

/**
 * How entities are asked for. Immutable.
 *
 * @param mode how the model gives the entity
 * @param maxAttempts how many answers there may be, the first one included: 1 or more
 * @since 0.1.0
 */
public record EntitySettings(Mode mode, int maxAttempts) {

	private static final EntitySettings DEFAULTS = new EntitySettings(Mode.JSON_OBJECT, 3);

	public EntitySettings {
		Assert.notNull(mode, "'mode' must not be null");
		Assert.isTrue(maxAttempts > 0, "'maxAttempts' must be positive");
	}

	/**
	 * Return the defaults: {@link Mode#JSON_OBJECT} and three attempts.
	 * @return the defaults
	 */
	public static EntitySettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy with another mode.
	 * @param mode how the model gives the entity
	 * @return the copy
	 */
	public EntitySettings withMode(Mode mode) {
		return new EntitySettings(mode, this.maxAttempts);
	}

	/**
	 * Return a copy with another number of attempts.
	 * @param maxAttempts how many answers there may be: 1 or more. Each is a call of its
	 * own
	 * @return the copy
	 */
	public EntitySettings withMaxAttempts(int maxAttempts) {
		return new EntitySettings(this.mode, maxAttempts);
	}

	/**
	 * How the model gives an entity.
	 */
	public enum Mode {

		/**
		 * As its answer, which has to be a JSON object. The schema and an example are put
		 * into the messages.
		 *
		 * @see <a href="https://api-docs.deepseek.com/guides/json_mode">JSON output</a>
		 */
		JSON_OBJECT,

		/**
		 * As the arguments of a strict function (beta), which DeepSeek holds to the
		 * schema while it generates them. Not for every type, and not beside other tools.
		 *
		 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
		 */
		STRICT_TOOL

	}

}
