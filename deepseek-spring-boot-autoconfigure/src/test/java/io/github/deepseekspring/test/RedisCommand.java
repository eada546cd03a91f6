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

package io.github.deepseekspring.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A command on a connection of its own, without a client library.
 */
final class RedisCommand {

	private static final int TIMEOUT_MILLIS = 5000;

	private RedisCommand() {
	}

	static String send(int port, String line) throws IOException {
		try (Socket socket = new Socket()) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
			socket.getOutputStream().write(encode(line));
			return receive(socket.getInputStream());
		}
	}

	private static byte[] encode(String line) {
		String[] words = line.split(" ");
		StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
		for (String word : words) {
			command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
		}
		return command.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String receive(InputStream in) throws IOException {
		String first = line(in);
		if (first.startsWith("$") && !first.equals("$-1")) {
			return new String(in.readNBytes(Integer.parseInt(first.substring(1))), StandardCharsets.ISO_8859_1);
		}
		return first;
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		int character = in.read();
		while (character != '\n') {
			if (character == -1) {
				throw new IOException("The connection was closed");
			}
			line.append((char) character);
			character = in.read();
		}
		return line.toString().trim();
	}

}
