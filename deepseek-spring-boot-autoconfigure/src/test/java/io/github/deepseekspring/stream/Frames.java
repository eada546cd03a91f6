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
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.stream.FrameReader.Frame;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * All that a {@link FrameReader} makes of a body.
 *
 * @param events the events, with the defaults of the standard for name and id
 * @param comments the comments
 * @param noise the first line of each piece of noise
 * @param retries the reconnection times, one for each event and one for what remains
 * @param blanks how many blank lines ended nothing
 */
record Frames(List<Event> events, List<String> comments, List<String> noise, List<Long> retries, int blanks) {

	static Frames read(FrameReader reader, List<byte[]> pieces) {
		List<Event> events = new ArrayList<>();
		List<String> comments = new ArrayList<>();
		List<String> noise = new ArrayList<>();
		List<Long> retries = new ArrayList<>();
		int blanks = 0;
		for (int i = 0; i <= pieces.size(); i++) {
			boolean ended = i == pieces.size();
			if (!ended) {
				reader.append(buffer(pieces.get(i)));
			}
			for (Frame frame = move(reader, ended); frame != Frame.NONE; frame = move(reader, false)) {
				switch (frame) {
					case DATA -> {
						events.add(new Event((reader.event() != null) ? reader.event() : "message", text(reader),
								(reader.id() != null) ? reader.id() : ""));
						if (reader.retry() != null) {
							retries.add(reader.retry());
						}
					}
					case COMMENT -> comments.add(text(reader));
					case NOISE -> noise.add(text(reader).lines().findFirst().orElse(""));
					default -> blanks++;
				}
			}
		}
		if (reader.retry() != null) {
			retries.add(reader.retry());
		}
		return new Frames(events, comments, noise, retries, blanks);
	}

	private static Frame move(FrameReader reader, boolean ended) {
		return ended ? reader.end() : reader.next();
	}

	private static String text(FrameReader reader) {
		return new String(reader.bytes(), reader.offset(), reader.length(), StandardCharsets.UTF_8);
	}

	static DataBuffer buffer(byte[] bytes) {
		return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
	}

	static List<byte[]> eachByte(byte[] bytes) {
		List<byte[]> pieces = new ArrayList<>(bytes.length);
		for (byte single : bytes) {
			pieces.add(new byte[] { single });
		}
		return pieces;
	}

	static byte[] join(List<byte[]> pieces) {
		byte[] joined = new byte[pieces.stream().mapToInt((piece) -> piece.length).sum()];
		int position = 0;
		for (byte[] piece : pieces) {
			System.arraycopy(piece, 0, joined, position, piece.length);
			position += piece.length;
		}
		return joined;
	}

	/**
	 * An event as the standard would dispatch it.
	 *
	 * @param name the event's name
	 * @param data the data
	 * @param id the last event id
	 */
	record Event(String name, String data, String id) {

	}

}
