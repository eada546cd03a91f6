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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.samples.benchmark.client.Load;
import io.github.deepseekspring.samples.benchmark.client.Values;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Answers as fast as it can, so that the client is what is measured: nothing is encoded
 * while it runs. What it sends stands in the prompt; see {@link Load}. It has a virtual
 * machine of its own and answers the commands {@code counts} and {@code exit}.
 *
 * @since 0.1.0
 */
public final class LoadServer implements AutoCloseable {

	private static final int THREADS = 2;

	private static final int BACKLOG = 16_384;

	private static final int MAX_REQUEST = 1024 * 1024;

	private final EventLoopGroup threads;

	private final Channel channel;

	private final ConcurrentMap<Load, EncodedAnswer> streams = new ConcurrentHashMap<>();

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger open = new AtomicInteger();

	private LoadServer() {
		this.threads = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
		this.channel = new ServerBootstrap().group(this.threads)
			.channel(NioServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel accepted) {
					accepted.pipeline()
						.addLast(new HttpRequestDecoder(), new HttpObjectAggregator(MAX_REQUEST),
								new AnswerWriter(LoadServer.this));
				}

			})
			.bind("127.0.0.1", 0)
			.syncUninterruptibly()
			.channel();
	}

	/**
	 * Start a server in this virtual machine.
	 * @return the server
	 */
	public static LoadServer start() {
		return new LoadServer();
	}

	/**
	 * Start a server, tell its {@code port} and answer commands.
	 * @param args nothing
	 * @throws IOException if the commands cannot be read
	 */
	public static void main(String[] args) throws IOException {
		try (LoadServer server = start()) {
			System.out.println("ok " + new Values().with("port", server.port()));
			BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = commands.readLine(); line != null && !line.equals("exit"); line = commands.readLine()) {
				System.out.println("ok " + server.counts());
			}
		}
	}

	/**
	 * Return where the server listens.
	 * @return the port
	 */
	public int port() {
		return ((InetSocketAddress) this.channel.localAddress()).getPort();
	}

	/**
	 * Return the address of the server.
	 * @return the base URL of its API
	 */
	public String baseUrl() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * Return how many connections were {@code accepted}, how many {@code connections}
	 * there are, and how many of them have an {@code open} answer.
	 * @return the counts
	 */
	public Values counts() {
		return new Values().with("accepted", this.accepted)
			.with("connections", this.connections)
			.with("open", this.open);
	}

	EncodedAnswer stream(Load load) {
		return this.streams.computeIfAbsent(load, EncodedAnswer::ofStream);
	}

	void connected() {
		this.accepted.incrementAndGet();
		this.connections.incrementAndGet();
	}

	void disconnected() {
		this.connections.decrementAndGet();
	}

	void opened() {
		this.open.incrementAndGet();
	}

	void answered() {
		this.open.decrementAndGet();
	}

	@Override
	public void close() {
		this.channel.close().syncUninterruptibly();
		this.threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
