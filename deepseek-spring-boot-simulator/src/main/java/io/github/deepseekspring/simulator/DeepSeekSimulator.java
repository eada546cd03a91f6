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

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A DeepSeek that runs inside the JVM: an HTTP server on the loopback interface that
 * behaves as DeepSeek's APIs do, queue, keep-alives, limits and errors included. It makes
 * up believable answers, or says and breaks what a script tells it to. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DeepSeekSimulator implements AutoCloseable {

	private final SimulatorClock clock;

	private final SimulatedAccount account = new SimulatedAccount();

	private final Consumer<SimulatedAccount> accountSettings;

	private final Responder responder;

	private final RequestLog log;

	private final RequestHandler handler;

	private final SimulatorServer server;

	private DeepSeekSimulator(Builder builder) {
		this.clock = builder.clock;
		this.accountSettings = builder.accountSettings;
		this.accountSettings.accept(this.account);
		ConcurrencyGate gate = new ConcurrencyGate(this.account, this.clock);
		Connections connections = new Connections();
		this.log = new RequestLog(gate, connections, builder.logCapacity);
		this.responder = new Responder(this.account, this.clock, builder.pace());
		this.handler = new RequestHandler(new FrontDoor(Set.copyOf(builder.apiKeys), this.account, gate),
				this.responder, this.log, new InspectionPages(this.account, this.log), this.clock);
		this.server = new SimulatorServer(builder.port, connections, this.handler);
	}

	/**
	 * Start a simulator with the defaults, on a free port.
	 * @return a running simulator
	 */
	public static DeepSeekSimulator start() {
		return builder().start();
	}

	/**
	 * Start to build a simulator.
	 * @return a builder with the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the address to use in the place of DeepSeek's own.
	 * @return the base URL without a trailing slash
	 */
	public URI baseUrl() {
		return URI.create("http://127.0.0.1:" + port());
	}

	/**
	 * Return the port.
	 * @return the port listened on
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Return the account that all keys belong to.
	 * @return the account, to be read and changed at any time
	 */
	public SimulatedAccount account() {
		return this.account;
	}

	/**
	 * Return the simulator's time.
	 * @return the clock that the simulator was built with
	 */
	public SimulatorClock clock() {
		return this.clock;
	}

	/**
	 * Script the next requests: each answer serves one, in the order of arrival, whatever
	 * its path. Requests that are refused (wrong key, malformed, above the limit) take
	 * none.
	 * @param answers the answers
	 */
	public void enqueue(Answer... answers) {
		this.responder.enqueue(List.of(answers));
	}

	/**
	 * Decide for each request that finds no {@linkplain #enqueue(Answer...) enqueued}
	 * one.
	 * @param script returns the answer, or {@code null} for the one that the simulator
	 * would give by itself; called on the server's threads, must not block
	 */
	public void answerAll(Function<RecordedRequest, @Nullable Answer> script) {
		this.responder.answerAll(script);
	}

	/**
	 * Return what was received.
	 * @return the log
	 */
	public RequestLog log() {
		return this.log;
	}

	/**
	 * Go back to the start, but for the clock. Answers under way are broken off.
	 */
	public void reset() {
		this.responder.reset();
		this.handler.abortAll();
		this.account.restore();
		this.accountSettings.accept(this.account);
		this.log.clear();
	}

	/**
	 * Stop the simulator and close all its connections. May be called again.
	 */
	@Override
	public void close() {
		this.server.stop();
	}

	/**
	 * Builds a {@link DeepSeekSimulator}.
	 */
	public static final class Builder {

		private int port;

		private SimulatorClock clock = SimulatorClock.real();

		private final Set<String> apiKeys = new LinkedHashSet<>();

		private Consumer<SimulatedAccount> accountSettings = (account) -> {
		};

		private Duration keepAliveInterval = Duration.ofSeconds(10);

		private Duration queueTime = Duration.ZERO;

		private Duration thinkingTime = Duration.ZERO;

		private Duration chunkInterval = Duration.ZERO;

		private int logCapacity = 10_000;

		private Builder() {
		}

		/**
		 * Set the port.
		 * @param port the port; 0, the default, takes a free one
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Set the simulator's time.
		 * @param clock the clock; by default {@linkplain SimulatorClock#real() real time}
		 * @return this builder
		 */
		public Builder clock(SimulatorClock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Set the keys that are accepted.
		 * @param apiKeys the keys; by default any key that is not blank
		 * @return this builder
		 */
		public Builder apiKeys(String... apiKeys) {
			this.apiKeys.clear();
			this.apiKeys.addAll(List.of(apiKeys));
			return this;
		}

		/**
		 * Set up the account. Done again on {@link DeepSeekSimulator#reset()}.
		 * @param settings sets what differs from the defaults
		 * @return this builder
		 */
		public Builder account(Consumer<SimulatedAccount> settings) {
			this.accountSettings = settings;
			return this;
		}

		/**
		 * Set how often a queued request gets a keep-alive.
		 * @param interval simulated time, greater than zero; 10 seconds by default
		 * @return this builder
		 */
		public Builder keepAliveInterval(Duration interval) {
			if (interval.isZero() || interval.isNegative()) {
				throw new IllegalArgumentException("'interval' must be positive");
			}
			this.keepAliveInterval = interval;
			return this;
		}

		/**
		 * Set how long requests queue; at ten minutes they are closed.
		 * @param queueTime simulated time; zero by default
		 * @return this builder
		 */
		public Builder queueTime(Duration queueTime) {
			this.queueTime = queueTime;
			return this;
		}

		/**
		 * Set how long the model thinks before its content.
		 * @param thinkingTime simulated time; zero by default
		 * @return this builder
		 */
		public Builder thinkingTime(Duration thinkingTime) {
			this.thinkingTime = thinkingTime;
			return this;
		}

		/**
		 * Set the pace of the content.
		 * @param chunkInterval simulated time before each chunk; zero by default
		 * @return this builder
		 */
		public Builder chunkInterval(Duration chunkInterval) {
			this.chunkInterval = chunkInterval;
			return this;
		}

		/**
		 * Set how many requests the log keeps.
		 * @param requests the number of requests, 1 or more; 10,000 by default
		 * @return this builder
		 */
		public Builder logCapacity(int requests) {
			if (requests < 1) {
				throw new IllegalArgumentException("'requests' must be positive");
			}
			this.logCapacity = requests;
			return this;
		}

		/**
		 * Start the simulator.
		 * @return a running simulator
		 */
		public DeepSeekSimulator start() {
			return new DeepSeekSimulator(this);
		}

		private Pace pace() {
			return new Pace(Duration.ZERO, this.queueTime, this.thinkingTime, this.chunkInterval,
					this.keepAliveInterval);
		}

	}

}
