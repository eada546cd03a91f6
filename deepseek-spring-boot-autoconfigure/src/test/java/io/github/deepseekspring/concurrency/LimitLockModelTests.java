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

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Lets Lincheck try in which order threads can take a {@link LimitLock}.
 */
@Timeout(600)
class LimitLockModelTests {

	@Test
	void whenThreadsTakeTheLockInAnyOrderThenTheirSectionsAreAtomic() {
		new ModelCheckingOptions().threads(3)
			.actorsPerThread(2)
			.actorsBefore(0)
			.actorsAfter(1)
			.iterations(5)
			.invocationsPerIteration(300)
			.sequentialSpecification(Count.class)
			.check(LockedCount.class);
	}

	/**
	 * Counts with two numbers that others must not see apart.
	 */
	public static final class LockedCount {

		private final LimitLock lock = new LimitLock();

		private int one;

		private int other;

		@Operation
		public int add() {
			this.lock.lock();
			try {
				this.one++;
				this.other++;
				return 100 * this.one + this.other;
			}
			finally {
				this.lock.unlock();
			}
		}

		@Operation
		public int get() {
			this.lock.lock();
			try {
				return 100 * this.one + this.other;
			}
			finally {
				this.lock.unlock();
			}
		}

	}

	/**
	 * Does the same for one thread.
	 */
	public static final class Count {

		private int number;

		public int add() {
			this.number++;
			return get();
		}

		public int get() {
			return 101 * this.number;
		}

	}

}
