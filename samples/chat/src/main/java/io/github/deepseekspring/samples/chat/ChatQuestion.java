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

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ResponseStatusException;

/**
 * What a user asks.
 *
 * @param message the question, not blank, at most {@value #MAX_LENGTH} characters
 * @param model one of the models on offer, or {@code null} for the configured one
 * @param after the id of the reply that the question goes on from, or {@code null} for a
 * new conversation
 */
record ChatQuestion(@Nullable String message, @Nullable String model, @Nullable String after) {

	static final int MAX_LENGTH = 20_000;

	private static final Set<String> MODELS = Set.of("deepseek-v4-flash", "deepseek-v4-pro");

	/**
	 * Return the question, or say in words for the user what is wrong with it.
	 */
	String checkedMessage() {
		if (this.message == null || !StringUtils.hasText(this.message)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The message is empty.");
		}
		if (this.message.length() > MAX_LENGTH) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"The message is longer than " + MAX_LENGTH + " characters.");
		}
		return this.message;
	}

	/**
	 * Return the model. Only models on offer pass: the account's owner pays, not the
	 * user.
	 */
	@Nullable String checkedModel() {
		if (this.model != null && !MODELS.contains(this.model)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The model is not on offer.");
		}
		return this.model;
	}

	@Override
	public String toString() {
		return "ChatQuestion[model=" + this.model + "]";
	}

}
