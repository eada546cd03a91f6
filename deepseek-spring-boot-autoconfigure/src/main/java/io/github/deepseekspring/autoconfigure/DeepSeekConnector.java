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

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Holds the connector and the connection pool of the template. They are no beans
 * themselves, so that the application's own are neither replaced nor made ambiguous.
 */
final class DeepSeekConnector implements DisposableBean {

	/**
	 * For calls that hold no slot, such as the balance, and for connections that close
	 * while their slot is free again.
	 */
	private static final int SLACK = 32;

	/**
	 * The template's own clock is always the shorter one.
	 */
	private static final Duration CONNECT_TIMEOUT = Duration.ofMinutes(2);

	private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

	/**
	 * Longer than any call. The context's own timeout ends the wait much earlier.
	 */
	private static final Duration LONGEST_CALL = Duration.ofHours(1);

	private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

	private final ConnectionProvider connectionProvider;

	private final ClientHttpConnector connector;

	DeepSeekConnector(ConcurrencySettings concurrency, HttpClientSettings settings,
			List<ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder>> customizers) {
		this.connectionProvider = ConnectionProvider.builder("deepseek")
			.maxConnections(concurrency.enabled() ? concurrency.totalLimit() + SLACK : Integer.MAX_VALUE)
			.pendingAcquireMaxCount(-1)
			.pendingAcquireTimeout(CONNECT_TIMEOUT)
			.lifo()
			.maxIdleTime(MAX_IDLE_TIME)
			.evictInBackground(MAX_IDLE_TIME)
			.disposeTimeout(LONGEST_CALL)
			.build();
		ReactorClientHttpConnectorBuilder builder = ClientHttpConnectorBuilder.reactor();
		for (ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> customizer : customizers) {
			builder = customizer.customize(builder);
		}
		this.connector = builder.withHttpClientFactory(this::client)
			.withHttpClientCustomizer(this::fitForStreams)
			.build(settings.withConnectTimeout(CONNECT_TIMEOUT)
				.withReadTimeout(null)
				.withRedirects(HttpRedirects.DONT_FOLLOW));
	}

	/**
	 * The base of what the application's customizers make. Spring Boot 4.0 leaves the
	 * proxies of the system properties out.
	 */
	private HttpClient client() {
		return HttpClient.create(this.connectionProvider).proxyWithSystemProperties();
	}

	/**
	 * Applied after the application's customizers, which may have ordinary calls in mind:
	 * an answer may take minutes, a gzip in between would hold back its events, and a
	 * request that was lost is sent again by the template alone, which counts the
	 * attempts.
	 */
	private HttpClient fitForStreams(HttpClient client) {
		return client.compress(false)
			.followRedirect(false)
			.responseTimeout(null)
			.disableRetry(true)
			.option(ChannelOption.SO_KEEPALIVE, true)
			.doOnChannelInit((observer, channel, address) -> this.connections.add(channel));
	}

	ClientHttpConnector connector() {
		return this.connector;
	}

	int maxConnections() {
		return this.connectionProvider.maxConnections();
	}

	/**
	 * Close the connections that there are, each of them when the call that it serves has
	 * ended. Later calls open new ones.
	 * @return completes when the last of these calls has ended
	 */
	Mono<Void> closeWhenUnused() {
		return this.connectionProvider.disposeLater();
	}

	/**
	 * Close all connections now, whatever they are used for.
	 */
	@Override
	public void destroy() {
		this.connectionProvider.dispose();
		this.connections.close();
	}

}
