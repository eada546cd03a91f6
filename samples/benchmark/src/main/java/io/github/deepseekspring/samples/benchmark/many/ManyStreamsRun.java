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

package io.github.deepseekspring.samples.benchmark.many;

import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.samples.benchmark.client.ChildProcess;
import io.github.deepseekspring.samples.benchmark.client.Load;
import io.github.deepseekspring.samples.benchmark.client.Values;
import io.github.deepseekspring.samples.benchmark.client.Work;
import io.github.deepseekspring.samples.benchmark.streaming.Expected;

/**
 * One run of a client in a process of its own, beside a server in another.
 */
final class ManyStreamsRun {

	/**
	 * Streams without a pause, so that the compiler has done most of its work before it
	 * counts.
	 */
	private static final Load WARM_UP = new Load(50, 1, 0, 3, 1);

	private static final int WARM_UP_STREAMS = 200;

	private static final long POLL_MILLIS = 50;

	private final ChildProcess server;

	private final ChildProcess client;

	private final Contender contender;

	private final Load load;

	/**
	 * Prepare a run.
	 * @param server the process of a {@code LoadServer}
	 * @param client a new process of the client
	 * @param contender what the client is
	 * @param load what the server sends in each stream
	 */
	ManyStreamsRun(ChildProcess server, ChildProcess client, Contender contender, Load load) {
		this.server = server;
		this.client = client;
		this.contender = contender;
		this.load = load;
	}

	/**
	 * Run it, once before it counts: thousands of streams that mostly wait are not what
	 * the compiler has seen in the warm-up, and it throws much of its work away.
	 * @param warmUpMillis how long the client is to warm up
	 * @return what has come of it
	 * @throws InterruptedException if the thread is interrupted
	 */
	Outcome run(long warmUpMillis) throws InterruptedException {
		int streams = this.contender.streams();
		int few = Math.min(streams, WARM_UP_STREAMS);
		this.client.ask(Expected.streams(this.contender.client(), WARM_UP, few, 1, warmUpMillis).command());
		long heap = this.client.ask("memory").number("liveHeap");
		Work work = Expected.streams(this.contender.client(), this.load, streams, 1, 0);
		this.client.ask(work.command());
		this.client.ask("start " + work.command());
		long open = awaitOpen(streams);
		TimeUnit.MILLISECONDS.sleep(millisToFirstChunks());
		double live = this.client.ask("memory").number("liveHeap") - heap;
		// Some may have ended meanwhile, or never have been open together with the others
		double heapPerStream = (open == streams && open() == streams) ? live / streams : Double.NaN;
		Values done = this.client.ask("await");
		return Outcome.of(done, this.client.ask("memory"), open, heapPerStream);
	}

	/**
	 * Wait until all streams are open, or the first of them must have ended.
	 * @return how many were open at the same time
	 */
	private long awaitOpen(int streams) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis());
		long open = open();
		while (open < streams && System.nanoTime() < end) {
			TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
			open = Math.max(open, open());
		}
		return open;
	}

	private long open() {
		return this.server.ask("counts").number("open");
	}

	private long millis() {
		return millisToFirstChunks() + (long) this.load.chunks() / this.load.perFlush() * this.load.delayMillis();
	}

	private long millisToFirstChunks() {
		return (long) this.load.keepAlives() * this.load.keepAliveMillis() + this.load.delayMillis();
	}

}
