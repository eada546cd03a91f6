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
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.github.deepseekspring.stream.FrameReader.Frame;
import io.github.deepseekspring.stream.StandardEventStream.Event;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * Compares {@link EventStreamReader} with the algorithm of the standard, whatever the
 * bytes and wherever the network parts them.
 */
public final class EventStreamFuzz {

	private static final int MAX_SIZE = 1024 * 1024;

	private EventStreamFuzz() {
	}

	/**
	 * Read the same bytes in both ways.
	 * @param input a body
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		StandardEventStream standard = StandardEventStream.of(input);
		Random random = new Random(Arrays.hashCode(input));
		for (int largest : new int[] { input.length + 1, 40, 3, 1 }) {
			List<Event> events = new ArrayList<>();
			boolean noisy = read(input, random, largest, events);
			if (!events.equals(standard.events()) || noisy != standard.isNoisy()) {
				throw new AssertionError("In pieces of " + largest + ": " + events + ", noise: " + noisy
						+ "; standard: " + standard.events() + ", noise: " + standard.isNoisy());
			}
		}
	}

	private static boolean read(byte[] input, Random random, int largest, List<Event> events) {
		EventStreamReader reader = new EventStreamReader(MAX_SIZE);
		for (int start = 0; start < input.length;) {
			int end = Math.min(input.length, start + 1 + random.nextInt(largest));
			reader.append(DefaultDataBufferFactory.sharedInstance.wrap(Arrays.copyOfRange(input, start, end)));
			start = end;
			for (Frame frame = reader.next(); frame != Frame.NONE; frame = reader.next()) {
				if (frame == Frame.NOISE) {
					return true;
				}
				if (frame == Frame.DATA) {
					events.add(Event.of(reader.event(), reader.id(),
							new String(reader.bytes(), reader.offset(), reader.length(), StandardCharsets.ISO_8859_1)));
				}
			}
		}
		return false;
	}

}
