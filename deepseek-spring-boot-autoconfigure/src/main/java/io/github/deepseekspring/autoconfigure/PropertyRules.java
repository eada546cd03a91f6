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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Rules for the values of properties. A value that breaks one is reported with its key,
 * by which Boot finds out where it comes from.
 */
final class PropertyRules {

	private static final String PREFIX = "deepseek.";

	private PropertyRules() {
	}

	static void require(boolean valid, String key, @Nullable Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + key, value, reason);
		}
	}

	static void atLeast(String key, int min, int value) {
		require(value >= min, key, value, "The value must be at least " + min + ".");
	}

	static void between(String key, int min, int max, int value) {
		require(value >= min && value <= max, key, value, "The value must be from " + min + " to " + max + ".");
	}

	static void positive(String key, Duration value) {
		require(!value.isNegative() && !value.isZero(), key, value, "The duration must be positive.");
	}

	static void notNegative(String key, Duration value) {
		require(!value.isNegative(), key, value, "The duration must not be negative.");
	}

}
