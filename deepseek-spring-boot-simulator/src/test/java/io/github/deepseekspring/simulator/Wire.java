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

package io.github.deepseekspring.simulator;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection whose bytes are seen as they are.
 */
final class Wire implements Closeable {

	private final Socket socket;

	private final ByteArrayOutputStream received = new ByteArrayOutputStream();

	Wire(DeepSeekSimulator simulator) {
		try {
			this.socket = new Socket("127.0.0.1", simulator.port());
			this.socket.setSoTimeout(15_000);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Wire chat(String body) {
		return post(Http.CHAT, body);
	}

	Wire post(String path, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk-test\r\n"
				+ "Content-Length: " + bytes.length + "\r\n\r\n";
		try {
			this.socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	/**
	 * Read until a text has come.
	 * @return all that was received so far
	 */
	String readUntil(String text) {
		try {
			InputStream input = this.socket.getInputStream();
			byte last = text.getBytes(StandardCharsets.UTF_8)[text.getBytes(StandardCharsets.UTF_8).length - 1];
			boolean found = text().contains(text);
			while (!found) {
				int octet = input.read();
				if (octet < 0) {
					throw new IllegalStateException("The end came before '" + text + "': " + text());
				}
				this.received.write(octet);
				found = (byte) octet == last && text().endsWith(text);
			}
			return text();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(text(), ex);
		}
	}

	/**
	 * Read until the connection ends.
	 * @return how it ended
	 */
	End readToEnd() {
		try {
			InputStream input = this.socket.getInputStream();
			byte[] buffer = new byte[8192];
			int count = input.read(buffer);
			while (count >= 0) {
				this.received.write(buffer, 0, count);
				count = input.read(buffer);
			}
			return End.FIN;
		}
		catch (SocketException ex) {
			return End.RST;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(text(), ex);
		}
	}

	/**
	 * Return whether the server stays silent for a moment.
	 */
	boolean isSilent() {
		try {
			this.socket.setSoTimeout(200);
			int octet = this.socket.getInputStream().read();
			this.socket.setSoTimeout(15_000);
			if (octet >= 0) {
				this.received.write(octet);
			}
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String text() {
		return this.received.toString(StandardCharsets.UTF_8);
	}

	String body() {
		String text = text();
		return text.substring(text.indexOf("\r\n\r\n") + 4);
	}

	/**
	 * Return the HTTP chunks that have arrived, without the last, empty one.
	 */
	List<byte[]> chunks() {
		byte[] bytes = this.received.toByteArray();
		List<byte[]> chunks = new ArrayList<>();
		int position = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
		while (position < bytes.length) {
			int lineEnd = position;
			while (bytes[lineEnd] != '\r') {
				lineEnd++;
			}
			int size = Integer.parseInt(new String(bytes, position, lineEnd - position, StandardCharsets.US_ASCII), 16);
			if (size == 0) {
				break;
			}
			byte[] chunk = new byte[size];
			System.arraycopy(bytes, lineEnd + 2, chunk, 0, size);
			chunks.add(chunk);
			position = lineEnd + 2 + size + 2;
		}
		return chunks;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How a connection ended.
	 */
	enum End {

		FIN, RST

	}

}
