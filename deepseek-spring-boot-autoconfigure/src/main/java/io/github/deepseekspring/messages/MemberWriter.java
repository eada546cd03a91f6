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

package io.github.deepseekspring.messages;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Puts a JSON object together in a fixed order.
 */
final class MemberWriter {

	private final Map<String, Object> members = new LinkedHashMap<>();

	/**
	 * Add a member that is left out where it is {@code null}.
	 */
	MemberWriter put(String name, @Nullable Object value) {
		if (value != null) {
			this.members.put(name, value);
		}
		return this;
	}

	/**
	 * Add a member that is always there.
	 */
	// A map of members has null values where the JSON has them
	@SuppressWarnings("NullAway")
	MemberWriter putNullable(String name, @Nullable Object value) {
		this.members.put(name, value);
		return this;
	}

	MemberWriter putAll(Map<String, Object> members) {
		this.members.putAll(members);
		return this;
	}

	Map<String, Object> members() {
		return Collections.unmodifiableMap(this.members);
	}

}
