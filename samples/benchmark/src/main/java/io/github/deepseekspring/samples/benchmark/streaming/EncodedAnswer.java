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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.samples.benchmark.client.Load;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * An answer as it goes over the wire, in memory that is never released.
 *
 * @param load the pauses of a stream
 * @param keepAlive a keep-alive
 * @param head what comes first, without a pause before the next
 * @param parts what is written one after the other
 */
record EncodedAnswer(Load load, ByteBuf head, ByteBuf keepAlive, List<ByteBuf> parts) {

	private static final EncodedAnswer CALL = ofCall();

	static EncodedAnswer ofStream(Load load) {
		ByteBuf head = copy(String.join("\r\n", "HTTP/1.1 200 OK", "content-type: text/event-stream; charset=utf-8",
				"cache-control: no-cache", "transfer-encoding: chunked", "", ""));
		List<byte[]> bodies = ServerAnswer.stream(load);
		List<ByteBuf> parts = new ArrayList<>();
		for (int i = 0; i < bodies.size(); i++) {
			parts.add(chunked(bodies.get(i), (i + 1 < bodies.size()) ? "" : "0\r\n\r\n"));
		}
		return new EncodedAnswer(load, head, chunked(ServerAnswer.keepAlive(), ""), List.copyOf(parts));
	}

	/**
	 * Return the answer that is not streamed.
	 */
	static EncodedAnswer call() {
		return CALL;
	}

	private static EncodedAnswer ofCall() {
		byte[] body = ServerAnswer.call();
		ByteBuf head = copy("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length
				+ "\r\n\r\n" + new String(body, StandardCharsets.UTF_8));
		return new EncodedAnswer(Load.withoutPause(0, 1), head, Unpooled.EMPTY_BUFFER, List.of());
	}

	private static ByteBuf chunked(byte[] bytes, String end) {
		return copy(
				Integer.toHexString(bytes.length) + "\r\n" + new String(bytes, StandardCharsets.UTF_8) + "\r\n" + end);
	}

	private static ByteBuf copy(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes)).asReadOnly();
	}

}
