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

import java.util.function.UnaryOperator;

import io.micrometer.context.ContextSnapshotFactory;

import org.springframework.util.ClassUtils;

/**
 * What context propagation knows of the thread that makes a call, for what other threads
 * do for the call. Without the library, it is nothing.
 *
 * @param wrapping gives code the context
 */
record CallerContext(UnaryOperator<Runnable> wrapping) {

	private static final boolean AVAILABLE = ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory",
			CallerContext.class.getClassLoader());

	/**
	 * Capture what is bound to the current thread.
	 */
	static CallerContext capture() {
		return new CallerContext(AVAILABLE ? Propagation.capture() : UnaryOperator.identity());
	}

	/**
	 * Return code that runs with the captured context and leaves the thread as it was.
	 */
	Runnable wrap(Runnable code) {
		return this.wrapping.apply(code);
	}

	private static final class Propagation {

		private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder()
			.clearMissing(true)
			.build();

		static UnaryOperator<Runnable> capture() {
			return SNAPSHOTS.captureAll()::wrap;
		}

	}

}
