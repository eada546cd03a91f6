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

package io.github.deepseekspring.concurrency;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Does what there is to do, one step after the other. Only one thread does so at a time
 * and the others leave it the work.
 */
final class StepLoop {

	private final Supplier<@Nullable Runnable> next;

	private final AtomicInteger missed = new AtomicInteger();

	/**
	 * Create a loop.
	 * @param next returns the next step, or {@code null} if there is none now
	 */
	StepLoop(Supplier<@Nullable Runnable> next) {
		this.next = next;
	}

	void run() {
		if (this.missed.getAndIncrement() != 0) {
			return;
		}
		int done = 1;
		do {
			Runnable step = this.next.get();
			while (step != null) {
				step.run();
				step = this.next.get();
			}
			done = this.missed.addAndGet(-done);
		}
		while (done != 0);
	}

}
