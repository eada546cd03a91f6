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

package io.github.deepseekspring.simulator;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes ids as DeepSeek's look.
 */
final class Ids {

	private Ids() {
	}

	static String completion() {
		return uuid().toString();
	}

	static String trace() {
		return uuid().toString().replace("-", "");
	}

	/**
	 * {@link UUID#randomUUID()} reads from a device, on a thread that must not block, to
	 * be safer than these ids need.
	 */
	private static UUID uuid() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return new UUID(random.nextLong(), random.nextLong());
	}

	static String toolCall(int index) {
		return "call_%02d_%s".formatted(index, trace().substring(0, 24));
	}

}
