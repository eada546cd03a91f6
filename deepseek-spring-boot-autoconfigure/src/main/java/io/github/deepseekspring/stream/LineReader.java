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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;

/**
 * Finds the lines of an event stream in one reused array: a line ends with LF, CR or CR
 * LF, and U+2028 and its like are ordinary characters. Each byte is copied once and
 * looked at once, eight at a time, and no object is made for a line.
 */
final class LineReader {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	/**
	 * Subtracted from a word, it leaves a borrow in every byte up to CR, of which LF is
	 * one.
	 */
	private static final long FIRST_OTHERS = ONES * ('\r' + 1);

	/**
	 * The array is a multiple of this. Many streams wait for minutes and get nothing but
	 * comments meanwhile, so that it begins with nothing and does not grow at once to
	 * more than it needs.
	 */
	private static final int STEP = 64;

	private static final byte[] NOTHING = {};

	private final int maxSize;

	private byte[] buffer = NOTHING;

	private int lineStart;

	private int lineEnd;

	private int unread;

	private int scanned;

	private int written;

	private int markStart = -1;

	private int markEnd;

	private boolean skipLineFeed;

	LineReader(int maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * Copy a buffer behind what is there. Positions of lines change, marked ones follow.
	 */
	void append(DataBuffer data) {
		int count = data.readableByteCount();
		makeRoom(count);
		data.read(this.buffer, this.written, count);
		this.written += count;
	}

	private void makeRoom(int count) {
		if (this.buffer.length - this.written >= count) {
			return;
		}
		int from = (this.markStart >= 0) ? this.markStart : this.unread;
		int held = this.written - from;
		byte[] target = this.buffer;
		if (held + count > this.buffer.length) {
			target = new byte[size(held + count)];
		}
		System.arraycopy(this.buffer, from, target, 0, held);
		this.buffer = target;
		this.unread -= from;
		this.scanned -= from;
		this.written = held;
		if (this.markStart >= 0) {
			this.markStart = 0;
			this.markEnd -= from;
		}
	}

	/**
	 * Return the size of an array for so many bytes. It grows by half at least, so that a
	 * long line is copied only a few times.
	 */
	private int size(int needed) {
		int grown = this.buffer.length + this.buffer.length / 2;
		return (Math.max(needed, grown) + STEP - 1) / STEP * STEP;
	}

	/**
	 * Go to the next whole line.
	 * @return whether there is one
	 * @throws DataBufferLimitException if the line is longer than the maximum, also when
	 * its end is still to come
	 */
	boolean next() {
		if (this.skipLineFeed && this.unread < this.written) {
			this.skipLineFeed = false;
			if (this.buffer[this.unread] == '\n') {
				this.unread++;
				this.scanned = this.unread;
			}
		}
		int end = findLineEnd();
		if (((end >= 0) ? end : this.written) - this.unread > this.maxSize) {
			throw new DataBufferLimitException("More than " + this.maxSize + " bytes in one line");
		}
		if (end < 0) {
			return false;
		}
		this.lineStart = this.unread;
		this.lineEnd = end;
		this.unread = end + 1;
		this.scanned = this.unread;
		this.skipLineFeed = this.buffer[end] == '\r';
		return true;
	}

	/**
	 * Go to what is left without a line end.
	 * @return whether there is anything
	 */
	boolean last() {
		this.lineStart = this.unread;
		this.lineEnd = this.written;
		this.unread = this.written;
		this.scanned = this.written;
		return this.lineEnd > this.lineStart;
	}

	/**
	 * Return whether the line is the beginning of a word and no more.
	 */
	boolean isCutOff(byte[] word) {
		int length = this.lineEnd - this.lineStart;
		return length < word.length && Arrays.equals(this.buffer, this.lineStart, this.lineEnd, word, 0, length);
	}

	/**
	 * Words without a control character, of which JSON has none but line ends, are passed
	 * by. In the others the bytes are looked at one by one.
	 */
	private int findLineEnd() {
		byte[] bytes = this.buffer;
		int position = this.scanned;
		int end = this.written;
		for (; position <= end - Long.BYTES; position += Long.BYTES) {
			long word = (long) LONGS.get(bytes, position);
			if (((word - FIRST_OTHERS) & ~word & HIGH_BITS) != 0) {
				int found = findLineEnd(bytes, position, position + Long.BYTES);
				if (found >= 0) {
					return found;
				}
			}
		}
		int found = findLineEnd(bytes, position, end);
		this.scanned = end;
		return found;
	}

	private static int findLineEnd(byte[] bytes, int start, int end) {
		for (int i = start; i < end; i++) {
			if (bytes[i] == '\n' || bytes[i] == '\r') {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Skip a byte order mark at the very beginning.
	 * @return whether enough has arrived to know
	 */
	boolean skipByteOrderMark() {
		byte[] mark = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };
		int common = Math.min(this.written, mark.length);
		if (Arrays.mismatch(this.buffer, 0, common, mark, 0, common) >= 0) {
			return true;
		}
		if (this.written < mark.length) {
			return false;
		}
		this.unread = mark.length;
		this.scanned = this.unread;
		return true;
	}

	/**
	 * Keep a piece of the current line until the mark is dropped or moved.
	 */
	void mark(int start, int end) {
		this.markStart = start;
		this.markEnd = end;
	}

	void dropMark() {
		this.markStart = -1;
	}

	int markStart() {
		return this.markStart;
	}

	int markEnd() {
		return this.markEnd;
	}

	byte[] bytes() {
		return this.buffer;
	}

	int lineStart() {
		return this.lineStart;
	}

	int lineEnd() {
		return this.lineEnd;
	}

	/**
	 * Return the end of all that has arrived.
	 */
	int written() {
		return this.written;
	}

}
