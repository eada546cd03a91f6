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

package io.github.deepseekspring.samples.mvc;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ResponseStatusException;

/**
 * What somebody asks.
 *
 * @param text the question, at most {@value #MAX_LENGTH} characters
 */
record Question(@Nullable String text) {

	static final int MAX_LENGTH = 20_000;

	/**
	 * Return the question, or say in words for the user what is wrong with it.
	 */
	String checked() {
		if (this.text == null || !StringUtils.hasText(this.text)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "There is no question.");
		}
		if (this.text.length() > MAX_LENGTH) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"The question has more than " + MAX_LENGTH + " characters.");
		}
		return this.text;
	}

	@Override
	public String toString() {
		return "Question[]";
	}

}
