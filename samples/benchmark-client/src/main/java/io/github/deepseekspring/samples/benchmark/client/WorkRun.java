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

package io.github.deepseekspring.samples.benchmark.client;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a client do some work and measures it.
 */
final class WorkRun {

	private static final long PATIENCE_SECONDS = 180;

	private final BenchmarkClient client;

	private final Meter meter;

	private final Work work;

	private final Tally tally;

	private final String prompt;

	WorkRun(BenchmarkClient client, Meter meter, Work work) {
		this.client = client;
		this.meter = meter;
		this.work = work;
		this.tally = new Tally(work);
		this.prompt = work.load().prompt();
	}

	Values run() throws InterruptedException {
		Meter.Reading start = this.meter.read();
		long end = start.nanos() + TimeUnit.MILLISECONDS.toNanos(this.work.millis());
		int batch = 0;
		do {
			runBatch();
			batch++;
		}
		while (batch < this.work.batches() || System.nanoTime() < end);
		return this.tally.addTo(this.meter.read().since(start));
	}

	private void runBatch() throws InterruptedException {
		CountDownLatch open = new CountDownLatch(this.work.concurrent());
		for (int i = 0; i < this.work.concurrent(); i++) {
			long start = System.nanoTime();
			send().whenComplete((result, failure) -> {
				this.tally.add(result, failure, System.nanoTime() - start);
				open.countDown();
			});
		}
		if (!open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException(open.getCount() + " requests have no answer");
		}
	}

	private CompletionStage<StreamResult> send() {
		return this.work.streamed() ? this.client.stream(this.prompt)
				: this.client.call(this.prompt).thenApply((characters) -> new StreamResult(0, characters, 0));
	}

}
