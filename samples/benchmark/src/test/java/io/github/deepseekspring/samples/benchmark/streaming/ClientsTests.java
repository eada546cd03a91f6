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

import java.util.List;

import io.github.deepseekspring.samples.benchmark.client.ChildProcess;
import io.github.deepseekspring.samples.benchmark.client.Load;
import io.github.deepseekspring.samples.benchmark.client.Values;
import io.github.deepseekspring.samples.benchmark.client.Work;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Clients} and the processes that it starts.
 */
class ClientsTests {

	private static final String CLIENT = "spring-ai";

	private static final Load LOAD = Load.withoutPause(50, 5);

	private static ChildProcess server;

	private static ChildProcess client;

	@BeforeAll
	static void startProcesses() {
		server = Clients.startServer();
		client = Clients.start(CLIENT, "http://127.0.0.1:" + server.answer().number("port"), List.of());
	}

	@AfterAll
	static void stopProcesses() {
		client.close();
		server.close();
	}

	@Test
	void streamsAreMeasured() {
		Values values = client.ask(Expected.streams(CLIENT, LOAD, 2, 3, 0).command());
		assertThat(values.text("error", "")).isEmpty();
		assertThat(values.number("answers")).isEqualTo(6);
		assertThat(values.number("chunks")).isEqualTo(300);
		assertThat(values.number("characters")).isEqualTo(6 * ServerAnswer.characters(LOAD));
		assertThat(values.number("allocatedBytes")).isPositive();
		assertThat(values.number("firstP50")).isPositive().isLessThanOrEqualTo(values.number("endP99"));
		assertThat(server.ask("counts").number("open")).isZero();
	}

	@Test
	void callsAreMeasured() {
		Values values = client.ask(Expected.calls(CLIENT, 1, 2, 0).command());
		assertThat(values.text("error", "")).isEmpty();
		assertThat(values.number("answers")).isEqualTo(2);
	}

	@Test
	void whatIsMissingFailsTheWork() {
		Work work = new Work(true, LOAD, 1, 1, 0, 51, ServerAnswer.characters(LOAD));
		Values values = client.ask(work.command());
		assertThat(values.number("errors")).isEqualTo(1);
		assertThat(values.text("error", "")).contains("Got 50 chunks").contains("instead of 51");
		assertThatIllegalStateException().isThrownBy(() -> Measurement.of(values, 50))
			.withMessageContaining("Got 50 chunks");
	}

	@Test
	void memoryIsMeasuredWhileStreamsAreOpen() {
		Load slow = new Load(3, 1, 100, 2, 100);
		client.ask("start " + Expected.streams(CLIENT, slow, 2, 1, 0).command());
		Values memory = client.ask("memory");
		assertThat(memory.number("liveHeap")).isPositive();
		assertThat(memory.number("threads")).isPositive().isLessThanOrEqualTo(memory.number("peakThreads"));
		assertThat(client.ask("await").number("chunks")).isEqualTo(6);
	}

	@Test
	void whatIsNoCommandFails() {
		assertThatIllegalStateException().isThrownBy(() -> client.ask("rest")).withMessageContaining("rest");
	}

}
