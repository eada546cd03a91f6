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

import java.util.Arrays;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;

/**
 * Reads an answer that is one JSON value behind any number of blank lines. The blank
 * lines are counted and not kept.
 */
final class JsonBodyReader implements FrameReader {

	private static final int INITIAL_SIZE = 1024;

	private final int maxSize;

	private byte[] buffer = new byte[INITIAL_SIZE];

	private int written;

	private int blankLines;

	private long progress;

	JsonBodyReader(int maxSize) {
		this.maxSize = maxSize;
	}

	@Override
	public void append(DataBuffer data) {
		if (this.written == 0) {
			skipFiller(data);
		}
		int count = data.readableByteCount();
		if (count == 0) {
			return;
		}
		this.progress++;
		if (count > this.maxSize - this.written) {
			throw new DataBufferLimitException("More than " + this.maxSize + " bytes in one answer");
		}
		if (this.written + count > this.buffer.length) {
			int size = Math.max(this.written + count, Math.min(this.maxSize, 2 * this.buffer.length));
			this.buffer = Arrays.copyOf(this.buffer, size);
		}
		data.read(this.buffer, this.written, count);
		this.written += count;
	}

	private void skipFiller(DataBuffer data) {
		int end = data.writePosition();
		for (int position = data.readPosition(); position < end; position++) {
			byte character = data.getByte(position);
			if (character == '\n') {
				this.blankLines++;
			}
			else if (character != ' ' && character != '\r' && character != '\t') {
				data.readPosition(position);
				return;
			}
		}
		data.readPosition(end);
	}

	@Override
	public Frame next() {
		if (this.blankLines > 0) {
			this.blankLines--;
			return Frame.BLANK;
		}
		return Frame.NONE;
	}

	@Override
	public Frame end() {
		return (this.written > 0) ? Frame.DATA : Frame.NONE;
	}

	@Override
	public long progress() {
		return this.progress;
	}

	@Override
	public byte[] bytes() {
		return this.buffer;
	}

	@Override
	public int offset() {
		return 0;
	}

	@Override
	public int length() {
		return this.written;
	}

}
