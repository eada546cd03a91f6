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

package io.github.deepseekspring.samples.benchmark.client;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes all threads have allocated. Java 21 tells the sum. Before, it is the sum
 * over the threads that live when it is asked for: what a thread has allocated since the
 * last time is lost when it ends, and the sum is then only the least that it can be.
 */
final class Allocation {

	private static final String TOTAL = "getTotalThreadAllocatedBytes";

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Map<Long, Long> byThread = new HashMap<>();

	private long sum;

	/**
	 * Return the bytes so far.
	 */
	long bytes() {
		Long total = total();
		return (total != null) ? total : sumOfThreads();
	}

	/**
	 * Return how many threads have ended of which not all bytes are known.
	 */
	long unseenThreads() {
		return (total() != null) ? 0 : this.threads.getTotalStartedThreadCount() - this.threads.getThreadCount();
	}

	private @Nullable Long total() {
		try {
			return (Long) ThreadMXBean.class.getMethod(TOTAL).invoke(this.threads);
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	private long sumOfThreads() {
		long[] ids = this.threads.getAllThreadIds();
		long[] allocated = this.threads.getThreadAllocatedBytes(ids);
		for (int i = 0; i < ids.length; i++) {
			if (allocated[i] >= 0) {
				Long before = this.byThread.put(ids[i], allocated[i]);
				this.sum += allocated[i] - ((before != null) ? before : 0);
			}
		}
		return this.sum;
	}

}
