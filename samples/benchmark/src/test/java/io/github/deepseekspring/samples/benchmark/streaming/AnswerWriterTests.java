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
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.samples.benchmark.client.Load;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnswerWriter} with a clock that stands still.
 */
class AnswerWriterTests {

	private static final int DELAY = 200;

	@AutoClose
	private final LoadServer server = LoadServer.start();

	@Test
	void anAnswerOnAConnectionThatServedAnotherHasItsPauses() {
		EmbeddedChannel channel = new EmbeddedChannel(new AnswerWriter(this.server));
		channel.freezeTime();
		ask(channel);
		while (this.server.counts().number("open") > 0) {
			pass(channel);
		}
		channel.releaseOutbound();
		ask(channel);
		assertThat(channel.outboundMessages()).as("headers and the first part").hasSize(2);
		pass(channel);
		assertThat(channel.outboundMessages()).hasSize(3);
		pass(channel);
		assertThat(channel.outboundMessages()).hasSize(4);
		channel.finishAndReleaseAll();
	}

	private static void ask(EmbeddedChannel channel) {
		String body = "{\"stream\": true, \"prompt\": \"" + new Load(5, 1, DELAY, 0, 0).prompt() + "\"}";
		channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/",
				Unpooled.copiedBuffer(body, StandardCharsets.UTF_8)));
	}

	private static void pass(EmbeddedChannel channel) {
		channel.advanceTimeBy(DELAY, TimeUnit.MILLISECONDS);
		channel.runScheduledPendingTasks();
	}

}
