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

package io.github.deepseekspring.concurrency.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * The scripts, each of which does all that it does at once.
 */
final class LeaseScripts {

	@SuppressWarnings("rawtypes")
	static final RedisScript<List> EXCHANGE = load("exchange");

	@SuppressWarnings("rawtypes")
	static final RedisScript<List> RENEW = load("renew");

	@SuppressWarnings("rawtypes")
	static final RedisScript<List> THROTTLED = load("throttled");

	private LeaseScripts() {
	}

	@SuppressWarnings("rawtypes")
	private static RedisScript<List> load(String name) {
		return RedisScript.of(read("common") + read(name), List.class);
	}

	private static String read(String name) {
		try {
			return new ClassPathResource(name + ".lua", LeaseScripts.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
