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

package io.github.deepseekspring.torture;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Follows every buffer of Netty and fails when one was not released.
 */
final class NoLeaks implements BeforeAllCallback, AfterAllCallback {

	private static final int COLLECTIONS = 5;

	private static final Level LEVEL = ResourceLeakDetector.getLevel();

	private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

	@Override
	public void beforeAll(ExtensionContext context) {
		ResourceLeakDetector.setLevel(Level.PARANOID);
		ByteBufUtil.setLeakListener((type, records) -> this.leaks.add(type + ": " + records));
	}

	/**
	 * Let the garbage collector find what nobody refers to. Netty tells it with the next
	 * buffers.
	 */
	@Override
	public void afterAll(ExtensionContext context) {
		try {
			for (int i = 0; i < COLLECTIONS; i++) {
				System.gc();
				PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
			}
			assertThat(this.leaks).isEmpty();
		}
		finally {
			ByteBufUtil.setLeakListener(null);
			ResourceLeakDetector.setLevel(LEVEL);
		}
	}

}
