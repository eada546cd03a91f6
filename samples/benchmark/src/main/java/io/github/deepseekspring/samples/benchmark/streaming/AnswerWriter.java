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
import java.util.regex.Pattern;

import io.github.deepseekspring.samples.benchmark.client.Load;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one connection, one after the other. Without a pause between
 * the parts of an answer, they are written as fast as the client reads. What becomes of a
 * write is not looked at, since a connection that fails is closed.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class AnswerWriter extends SimpleChannelInboundHandler<FullHttpRequest> {

	private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");

	private final LoadServer server;

	private @Nullable EncodedAnswer answer;

	private int keepAlives;

	private int next;

	private boolean waitsForReader;

	AnswerWriter(LoadServer server) {
		this.server = server;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.server.connected();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.server.disconnected();
		if (this.answer != null) {
			this.answer = null;
			this.server.answered();
		}
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
		String body = request.content().toString(StandardCharsets.UTF_8);
		boolean streamed = STREAM.matcher(body).find();
		EncodedAnswer answer = streamed ? this.server.stream(Load.find(body)) : EncodedAnswer.call();
		this.answer = answer;
		this.keepAlives = 0;
		this.next = 0;
		this.server.opened();
		context.writeAndFlush(answer.head().duplicate());
		if (streamed) {
			proceed(context);
		}
		else {
			end();
		}
	}

	/**
	 * Write until there is a pause, the client has to read first, or nothing follows.
	 */
	private void proceed(ChannelHandlerContext context) {
		while (this.answer != null) {
			if (!context.channel().isWritable()) {
				this.waitsForReader = true;
				return;
			}
			int pause = writeNext(context, this.answer);
			if (pause > 0 && this.answer != null) {
				context.executor().schedule(() -> proceed(context), pause, TimeUnit.MILLISECONDS);
				return;
			}
		}
	}

	private int writeNext(ChannelHandlerContext context, EncodedAnswer answer) {
		if (this.keepAlives < answer.load().keepAlives()) {
			this.keepAlives++;
			context.writeAndFlush(answer.keepAlive().duplicate());
			return answer.load().keepAliveMillis();
		}
		ByteBuf part = answer.parts().get(this.next);
		this.next++;
		if (this.next == answer.parts().size()) {
			end();
		}
		context.writeAndFlush(part.duplicate());
		return answer.load().delayMillis();
	}

	private void end() {
		this.answer = null;
		this.server.answered();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.waitsForReader && context.channel().isWritable()) {
			this.waitsForReader = false;
			proceed(context);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// A client that goes away is no concern of the server's
		context.close();
	}

}
