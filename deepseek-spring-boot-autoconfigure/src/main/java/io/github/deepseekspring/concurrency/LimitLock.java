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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for sections of a few dozen instructions that call nobody. One atomic
 * instruction takes it and a plain store gives it back, which is half of what a monitor
 * needs, and most of what a slot costs. Not reentrant.
 */
final class LimitLock {

	private static final VarHandle HELD;

	static {
		try {
			HELD = MethodHandles.lookup().findVarHandle(LimitLock.class, "held", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Object contenders = new Object();

	@SuppressWarnings("unused")
	private volatile boolean held;

	void lock() {
		if (!HELD.compareAndSet(this, false, true)) {
			lockContended();
		}
	}

	/**
	 * Only one thread spins, the others sleep until it is their turn to. It does so
	 * without a hint to the processor, which tools that look for blocking calls would
	 * take for one.
	 */
	private void lockContended() {
		synchronized (this.contenders) {
			boolean taken = false;
			while (!taken) {
				taken = !this.held && HELD.compareAndSet(this, false, true);
			}
		}
	}

	void unlock() {
		HELD.setRelease(this, false);
	}

}
