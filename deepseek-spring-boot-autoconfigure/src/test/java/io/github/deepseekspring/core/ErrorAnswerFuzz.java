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

package io.github.deepseekspring.core;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.stream.AnswerState;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;

/**
 * Makes exceptions of whatever a server says when it fails: each is one of ours, of a
 * size that fits into a log, and none has the key in it.
 */
public final class ErrorAnswerFuzz {

	private static final String KEY = "sk-fuzz-0123456789abcdef";

	private static final byte[] REQUEST = "{\"messages\":[{\"role\":\"user\",\"content\":\"Did the gardener do it?\"}]}"
		.getBytes(StandardCharsets.UTF_8);

	private static final int LONGEST = 2000;

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private ErrorAnswerFuzz() {
	}

	/**
	 * Fail.
	 * @param input two bytes for the status and how the rest is read, then a text in
	 * which the key stands for each zero
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		if (input.length < 2) {
			return;
		}
		byte[] rest = Arrays.copyOfRange(input, 2, input.length);
		String text = new String(rest, StandardCharsets.UTF_8).replace("\0", KEY);
		Failures failures = new Failures(MAPPER, new Redaction(KEY, REQUEST, MAPPER), new AnswerState());
		check(failures.ofText(text));
		HttpHeaders headers = new HttpHeaders();
		if (input[1] % 2 == 0) {
			headers.set(HttpHeaders.RETRY_AFTER, text.lines().findFirst().orElse(""));
		}
		check(failures.ofStatus(300 + (input[0] & 0xFF), headers, text.getBytes(StandardCharsets.UTF_8)));
	}

	private static void check(DeepSeekException failure) {
		StringWriter told = new StringWriter();
		failure.printStackTrace(new PrintWriter(told));
		String message = String.valueOf(failure.getMessage());
		if (told.toString().contains(KEY) || message.length() > LONGEST) {
			throw new AssertionError(message.length() + " characters: " + message);
		}
	}

}
