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

package io.github.deepseekspring.autoconfigure;

import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Refuses the requests that wait for a slot as soon as the context closes, so that none
 * of them holds up the rest of the shutdown, and lets those that run end before the
 * connections and the event loops are taken away from them. A context that is only
 * stopped keeps its limiter, which cannot be started again, and opens new connections.
 */
final class DeepSeekShutdown implements ApplicationListener<ContextClosedEvent>, SmartLifecycle {

	/**
	 * After a web server has served what it was serving (phase
	 * {@code DEFAULT_PHASE - 1024}) and was stopped (another 1024 below), which cancels
	 * the answers that nobody reads any more, and before Reactor Netty's resources go
	 * (0).
	 */
	private static final int PHASE = DEFAULT_PHASE - 3 * 1024;

	private final ApplicationContext context;

	private final ConcurrencyLimiter limiter;

	private volatile @Nullable DeepSeekConnector connector;

	private volatile boolean running;

	DeepSeekShutdown(ApplicationContext context, ConcurrencyLimiter limiter) {
		this.context = context;
		this.limiter = limiter;
	}

	/**
	 * Let the calls on a connector end before the context is destroyed.
	 * @param newConnector the connector, which is created only if something needs it
	 */
	void register(DeepSeekConnector newConnector) {
		this.connector = newConnector;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.limiter.shutdown();
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public void stop(Runnable callback) {
		stop();
		DeepSeekConnector current = this.connector;
		Mono<Void> closed = (current != null) ? current.closeWhenUnused() : Mono.empty();
		closed.onErrorComplete().then(released()).onErrorComplete().subscribe(null, null, callback);
	}

	/**
	 * The other instances need not wait until the leases of this one lapse. The
	 * connections to the store stop later (0).
	 */
	private Mono<Void> released() {
		return (this.limiter instanceof FairConcurrencyLimiter fair) ? Mono.defer(fair::whenReleased) : Mono.empty();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
