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

package io.github.deepseekspring.test;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/**
 * The {@code tokenizer.json} of DeepSeek-V3. It is not part of the project: a test that
 * needs it is skipped where it is absent, or fails there if the system property
 * {@value #REQUIRED} is {@code true}.
 * <p>
 * The file is named by the system property {@value #LOCATION}; by default it is
 * {@code .ci/tokenizer/tokenizer.json} in the root of the project, where {@code .ci/run}
 * puts it.
 */
public final class TokenizerFile {

	/**
	 * The system property that names the file.
	 */
	public static final String LOCATION = "deepseek.tokenizer";

	/**
	 * The system property that makes an absent file a failure.
	 */
	public static final String REQUIRED = "deepseek.tokenizer.required";

	private TokenizerFile() {
	}

	/**
	 * Find the file, or end the test.
	 * @return where the file is
	 */
	public static Path find() {
		String location = System.getProperty(LOCATION);
		Path file = (location != null) ? Path.of(location) : root().resolve(".ci/tokenizer/tokenizer.json");
		if (Files.isRegularFile(file)) {
			return file;
		}
		String message = "no tokenizer: set the system property '" + LOCATION + "' to DeepSeek's tokenizer.json";
		if (Boolean.getBoolean(REQUIRED) || location != null) {
			throw new IllegalStateException(message);
		}
		return Assumptions.abort(message);
	}

	private static Path root() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.isDirectory(directory.resolve(".mvn"))) {
			directory = directory.getParent();
		}
		return directory;
	}

}
