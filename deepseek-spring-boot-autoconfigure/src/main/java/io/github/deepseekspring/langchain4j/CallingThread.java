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

package io.github.deepseekspring.langchain4j;

import java.util.concurrent.Executor;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;

import org.springframework.util.ClassUtils;

/**
 * Lets code that runs later see the thread-locals of the thread that made the call: those
 * that context propagation knows are set as they were, and cleared where there were none.
 * Without the library, nothing is set.
 */
final class CallingThread {

	private static final boolean AVAILABLE = ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory",
			CallingThread.class.getClassLoader());

	private CallingThread() {
	}

	/**
	 * Return what runs code on its own thread as if it were on this one.
	 */
	static Executor capture() {
		return AVAILABLE ? Propagation.capture() : Runnable::run;
	}

	private static final class Propagation {

		private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder()
			.clearMissing(true)
			.build();

		static Executor capture() {
			ContextSnapshot snapshot = SNAPSHOTS.captureAll();
			return (code) -> snapshot.wrap(code).run();
		}

	}

}
