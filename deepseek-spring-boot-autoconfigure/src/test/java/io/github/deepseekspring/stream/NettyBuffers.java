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

package io.github.deepseekspring.stream;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

/**
 * Buffers out of Netty's pool, as the network's are, of which every one has to be
 * released.
 */
final class NettyBuffers {

	private final NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

	private final Queue<ByteBuf> made = new ConcurrentLinkedQueue<>();

	DataBuffer of(String text) {
		return of(text.getBytes(StandardCharsets.UTF_8));
	}

	DataBuffer of(byte[] bytes) {
		NettyDataBuffer buffer = this.factory.allocateBuffer(bytes.length);
		buffer.write(bytes);
		this.made.add(buffer.getNativeBuffer());
		return buffer;
	}

	void release(DataBuffer buffer) {
		DataBufferUtils.release(buffer);
	}

	/**
	 * Return how many buffers were made.
	 */
	int made() {
		return this.made.size();
	}

	/**
	 * Return how many of them nobody has released.
	 */
	long held() {
		return this.made.stream().filter((buffer) -> buffer.refCnt() != 0).count();
	}

}
