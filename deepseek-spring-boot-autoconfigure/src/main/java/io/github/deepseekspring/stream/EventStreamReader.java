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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;

/**
 * Reads an event stream by the rules of the
 * <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML
 * standard</a>. Two things go beyond it: comments and blank lines are frames, because
 * they are signs of life, and a line that cannot be a field is a frame of its own,
 * because it is what a proxy or a failing server has to say.
 */
final class EventStreamReader implements FrameReader {

	private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] RETRY = "retry".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NOTHING = {};

	private static final int MAX_RETRY_DIGITS = 18;

	private static final int MAX_REMEMBERED = 512;

	private final LineReader lines;

	private final int maxSize;

	private boolean begun;

	private boolean lineSeen;

	private int dataLines;

	private @Nullable ByteArrayOutputStream joined;

	private @Nullable String event;

	private @Nullable String id;

	private @Nullable Long retry;

	private boolean dispatched;

	private byte @Nullable [] unknown;

	private long progress;

	private byte[] frame = NOTHING;

	private int frameOffset;

	private int frameLength;

	EventStreamReader(int maxSize) {
		this.maxSize = maxSize;
		this.lines = new LineReader(maxSize);
	}

	@Override
	public void append(DataBuffer data) {
		forgetDispatched();
		this.lines.append(data);
	}

	@Override
	public Frame next() {
		forgetDispatched();
		if (!this.begun) {
			this.begun = this.lines.skipByteOrderMark();
			if (!this.begun) {
				return Frame.NONE;
			}
		}
		while (this.lines.next()) {
			Frame kind = line(this.lines.lineStart(), this.lines.lineEnd());
			if (kind != Frame.NONE) {
				return kind;
			}
		}
		return Frame.NONE;
	}

	@Override
	public Frame end() {
		forgetDispatched();
		boolean begun = this.lines.last() && Stream.of(DATA, EVENT, ID, RETRY).noneMatch(this.lines::isCutOff);
		if (begun && line(this.lines.lineStart(), this.lines.lineEnd()) == Frame.NOISE) {
			return Frame.NOISE;
		}
		if (this.unknown != null && this.progress == 0) {
			view(this.unknown, 0, this.unknown.length);
			return Frame.NOISE;
		}
		return Frame.NONE;
	}

	private Frame line(int start, int end) {
		if (start == end) {
			return blankLine();
		}
		this.lineSeen = true;
		keepData();
		byte[] bytes = this.lines.bytes();
		int colon = start;
		while (colon < end && bytes[colon] != ':') {
			colon++;
		}
		int value = Math.min(colon + 1, end);
		if (value < end && bytes[value] == ' ') {
			value++;
		}
		if (colon == start) {
			view(bytes, value, end - value);
			return Frame.COMMENT;
		}
		return field(start, colon, value, end);
	}

	private Frame field(int start, int colon, int value, int end) {
		if (isField(DATA, start, colon)) {
			data(value, end);
		}
		else if (isField(EVENT, start, colon)) {
			this.event = (value < end) ? text(value, end) : null;
		}
		else if (isField(ID, start, colon)) {
			String text = text(value, end);
			this.id = (text.indexOf('\0') < 0) ? text : this.id;
		}
		else if (isField(RETRY, start, colon)) {
			this.retry = number(value, end);
		}
		else if (!isPlausibleName(start, colon)) {
			view(this.lines.bytes(), start, this.lines.written() - start);
			return Frame.NOISE;
		}
		else if (this.unknown == null) {
			this.unknown = Arrays.copyOfRange(this.lines.bytes(), start, Math.min(end, start + MAX_REMEMBERED));
		}
		return Frame.NONE;
	}

	private Frame blankLine() {
		boolean stray = !this.lineSeen;
		this.lineSeen = false;
		if (this.dataLines == 0) {
			this.event = null;
			return stray ? Frame.BLANK : Frame.NONE;
		}
		if (this.joined != null) {
			byte[] data = this.joined.toByteArray();
			view(data, 0, data.length);
		}
		else {
			view(this.lines.bytes(), this.lines.markStart(), this.lines.markEnd() - this.lines.markStart());
		}
		this.dispatched = true;
		return Frame.DATA;
	}

	private void data(int start, int end) {
		this.dataLines++;
		if (end > start) {
			this.progress++;
		}
		if (this.joined == null) {
			this.lines.mark(start, end);
			return;
		}
		if (this.joined.size() > this.maxSize - (end - start) - 1) {
			throw new DataBufferLimitException("More than " + this.maxSize + " bytes in one event");
		}
		this.joined.write('\n');
		this.joined.write(this.lines.bytes(), start, end - start);
	}

	/**
	 * Nearly all events end behind their one line of data, which is left where it is.
	 * Only that of others is copied, so that what follows need not be held with it.
	 */
	private void keepData() {
		if (this.dataLines > 0 && this.joined == null) {
			this.joined = new ByteArrayOutputStream();
			this.joined.write(this.lines.bytes(), this.lines.markStart(),
					this.lines.markEnd() - this.lines.markStart());
			this.lines.dropMark();
		}
	}

	private void forgetDispatched() {
		if (this.dispatched) {
			this.dispatched = false;
			this.dataLines = 0;
			this.joined = null;
			this.event = null;
			this.retry = null;
			this.lines.dropMark();
		}
	}

	private boolean isField(byte[] name, int start, int end) {
		return Arrays.equals(this.lines.bytes(), start, end, name, 0, name.length);
	}

	private boolean isPlausibleName(int start, int end) {
		byte[] bytes = this.lines.bytes();
		for (int i = start; i < end; i++) {
			byte character = bytes[i];
			boolean letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
			boolean inner = (character >= '0' && character <= '9') || character == '-' || character == '_';
			if (!letter && !(inner && i > start)) {
				return false;
			}
		}
		return true;
	}

	private @Nullable Long number(int start, int end) {
		String text = text(start, end);
		boolean valid = !text.isEmpty() && text.length() <= MAX_RETRY_DIGITS
				&& text.chars().allMatch((character) -> character >= '0' && character <= '9');
		return valid ? Long.valueOf(text) : this.retry;
	}

	private String text(int start, int end) {
		return new String(this.lines.bytes(), start, end - start, StandardCharsets.UTF_8);
	}

	private void view(byte[] bytes, int offset, int length) {
		if (this.frame != bytes) {
			this.frame = bytes;
		}
		this.frameOffset = offset;
		this.frameLength = length;
	}

	@Override
	public long progress() {
		return this.progress;
	}

	@Override
	public byte[] bytes() {
		return this.frame;
	}

	@Override
	public int offset() {
		return this.frameOffset;
	}

	@Override
	public int length() {
		return this.frameLength;
	}

	@Override
	public @Nullable String event() {
		return this.event;
	}

	@Override
	public @Nullable String id() {
		return this.id;
	}

	@Override
	public @Nullable Long retry() {
		return this.retry;
	}

}
