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

package io.github.deepseekspring.core;

import java.time.Duration;

import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.netty.channel.ChannelOption;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The HTTP client of a template that is given no connector.
 */
final class DefaultHttpClient {

	private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

	private DefaultHttpClient() {
	}

	/**
	 * Create a client with a connection for every request that the documented limits or
	 * those of the limiter allow. It neither uses a connection that was idle for so long
	 * that something in between may have dropped it, nor waits for a peer that is gone. A
	 * lost request is sent again by the retry settings alone.
	 */
	static HttpClient create(ConcurrencyLimiter limiter) {
		int documented = ConcurrencySettings.defaults().totalLimit();
		int allowed = (limiter instanceof FairConcurrencyLimiter fair) ? total(fair) : documented;
		ConnectionProvider connections = ConnectionProvider.builder("deepseek")
			.maxConnections(Math.max(documented, allowed))
			.pendingAcquireMaxCount(-1)
			.maxIdleTime(MAX_IDLE_TIME)
			.build();
		return HttpClient.create(connections).disableRetry(true).option(ChannelOption.SO_KEEPALIVE, true);
	}

	private static int total(FairConcurrencyLimiter limiter) {
		return limiter.snapshot().stream().mapToInt(LimitGroupSnapshot::ceiling).sum();
	}

}
