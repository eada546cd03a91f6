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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import redis.embedded.core.ExecutableProvider;

import org.springframework.util.FileSystemUtils;

/**
 * The program of the server, unpacked once for all tests of a process.
 */
final class RedisExecutable {

	private static final String PROPERTY = "deepseek.redis-server";

	private RedisExecutable() {
	}

	static String path() {
		String path = System.getProperty(PROPERTY, "");
		return path.isEmpty() ? Unpacked.PATH : path;
	}

	private static final class Unpacked {

		static final String PATH = unpack();

		private static String unpack() {
			try {
				Path directory = Files.createTempDirectory("redis-server");
				Runtime.getRuntime()
					.addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(directory.toFile())));
				return ExecutableProvider.newJarResourceProvider(directory.toFile()).get().getAbsolutePath();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
