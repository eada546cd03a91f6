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

import java.util.Queue;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;
import reactor.util.concurrent.Queues;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Buffers that have arrived and are not read yet, from one thread to another. Those that
 * can be read at once never get here: an old object that refers to a new one for a moment
 * keeps the garbage collector busy. Of the others there is nearly always at most one, for
 * which there is a place without a queue.
 */
final class ArrivedBuffers {

	private static final AtomicReferenceFieldUpdater<ArrivedBuffers, @Nullable DataBuffer> FIRST = AtomicReferenceFieldUpdater
		.newUpdater(ArrivedBuffers.class, DataBuffer.class, "first");

	private final int capacity;

	/**
	 * The oldest buffer.
	 */
	private volatile @Nullable DataBuffer first;

	private volatile @Nullable Queue<DataBuffer> others;

	/**
	 * Create a place for buffers.
	 * @param capacity how many there can be
	 */
	ArrivedBuffers(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Add a buffer. To be called by one thread at a time.
	 */
	void add(DataBuffer data) {
		if (isEmpty()) {
			FIRST.lazySet(this, data);
			return;
		}
		Queue<DataBuffer> others = this.others;
		if (others == null) {
			others = Queues.<DataBuffer>get(this.capacity).get();
			this.others = others;
		}
		if (!others.offer(data)) {
			DataBufferUtils.release(data);
			throw new IllegalStateException("More buffers than were asked for");
		}
	}

	/**
	 * Return whether there is no buffer. To be called by the thread that adds.
	 */
	boolean isEmpty() {
		Queue<DataBuffer> others = this.others;
		return this.first == null && (others == null || others.isEmpty());
	}

	/**
	 * Take the oldest buffer. To be called by one thread at a time.
	 * @return the buffer, or {@code null} if there is none
	 */
	@Nullable DataBuffer poll() {
		// Asked last, the others could hold one that arrived after a first that was not
		// seen
		Queue<DataBuffer> others = this.others;
		if (others == null || others.isEmpty()) {
			return pollFirst();
		}
		DataBuffer data = pollFirst();
		return (data != null) ? data : others.poll();
	}

	private @Nullable DataBuffer pollFirst() {
		DataBuffer data = this.first;
		if (data != null) {
			FIRST.lazySet(this, null);
		}
		return data;
	}

	/**
	 * Release all buffers.
	 */
	void release() {
		for (DataBuffer data = poll(); data != null; data = poll()) {
			DataBufferUtils.release(data);
		}
	}

}
