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

package io.github.deepseekspring.samples.benchmark.parts;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.stream.PayloadHandler;
import org.jspecify.annotations.Nullable;

/**
 * Takes any payload for a chunk, the last of the stream included, and decodes nothing.
 */
final class CountedPayloads implements PayloadHandler<Boolean> {

	private int count;

	@Override
	public Boolean decode(@Nullable String event, byte[] bytes, int offset, int length) {
		this.count++;
		return Boolean.TRUE;
	}

	@Override
	public boolean isComplete() {
		return this.count == Samples.CHUNKS;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public DeepSeekException noise(String text) {
		throw new IllegalStateException("There is no noise in the stream of a benchmark");
	}

}
