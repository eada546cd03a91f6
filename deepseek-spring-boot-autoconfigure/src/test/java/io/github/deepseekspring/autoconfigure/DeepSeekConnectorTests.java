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
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeepSeekConnector} over real sockets, with an application that has
 * made its HTTP clients impatient.
 */
class DeepSeekConnectorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final CountDownLatch disconnected = new CountDownLatch(1);

	private final AtomicInteger requests = new AtomicInteger();

	private DisposableServer server;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class, HttpClientAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-test", "spring.http.clients.read-timeout=50ms",
				"spring.http.clients.redirects=follow");

	@BeforeEach
	void startServer() {
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.compress(true)
			.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
			.doOnConnection((connection) -> connection.onDispose(this.disconnected::countDown))
			.route((routes) -> routes.get("/headers", (request, response) -> {
				this.requests.incrementAndGet();
				return response.sendString(Mono.just(request.requestHeaders().get("Accept-Encoding", "none") + " "
						+ request.requestHeaders().get("X-Customized", "none")));
			})
				.get("/protocol", (request, response) -> response.sendString(
						Mono.just(request.version().text() + " " + request.requestHeaders().get("Upgrade", "none"))))
				.get("/endless",
						(request, response) -> response.sse()
							.sendString(Mono.just("data: 1\n\n").concatWith(Mono.never())))
				.get("/redirect", (request, response) -> response.sendRedirect("/headers"))
				.get("/slow",
						(request, response) -> response
							.sendString(Mono.just("slow").delayElement(Duration.ofMillis(400)))))
			.bindNow();
	}

	@AfterEach
	void stopServer() {
		this.server.disposeNow();
	}

	@Test
	void asksForNoCompression() {
		run((context) -> assertThat(get(context, "/headers")).isEqualTo("none none"));
	}

	@Test
	void hasNoReadTimeout() {
		run((context) -> assertThat(get(context, "/slow")).isEqualTo("slow"));
	}

	@Test
	void speaksTheProtocolThatHasAConnectionForEachRequest() {
		run((context) -> assertThat(get(context, "/protocol")).isEqualTo("HTTP/1.1 none"));
	}

	@Test
	void whenAStreamIsCancelledThenItsConnectionIsClosed() throws InterruptedException {
		run((context) -> {
			assertThat(client(context).get().uri("/endless").retrieve().bodyToFlux(String.class).blockFirst(TIMEOUT))
				.isEqualTo("1");
			assertThat(this.disconnected.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void followsNoRedirect() {
		run((context) -> {
			Integer status = client(context).get()
				.uri("/redirect")
				.exchangeToMono((response) -> Mono.just(response.statusCode().value()))
				.block(TIMEOUT);
			assertThat(status).isEqualTo(302);
			assertThat(this.requests).hasValue(0);
		});
	}

	@Test
	void appliesTheApplicationsCustomizersButStaysFitForStreams() {
		this.runner.withUserConfiguration(CustomizerConfiguration.class).run((context) -> {
			assertThat(get(context, "/headers")).isEqualTo("none yes");
			assertThat(get(context, "/slow")).isEqualTo("slow");
			assertThat(context.getBean(CustomizerConfiguration.class).keepAlive).isEqualTo(Boolean.TRUE);
		});
	}

	@Test
	void whenContextClosesThenIdleConnectionsAreClosed() throws InterruptedException {
		run((context) -> {
			get(context, "/headers");
			assertThat(this.disconnected.getCount()).isOne();
		});
		assertThat(this.disconnected.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void runsAsManyRequestsAtOnceAsTheLimitsAllow() {
		int limit = 600;
		ConcurrencySettings documented = ConcurrencySettings.defaults();
		ConcurrencySettings settings = new ConcurrencySettings(true, documented.accountType(),
				Map.of("deepseek-v4-pro", limit - 1), Map.of(), 1, Map.of(), null, Duration.ZERO, Duration.ZERO,
				documented.adaptive());
		AtomicInteger arrived = new AtomicInteger();
		CountDownLatch all = new CountDownLatch(limit);
		DisposableServer gate = HttpServer.create().host("127.0.0.1").port(0).handle((request, response) -> {
			arrived.incrementAndGet();
			all.countDown();
			return (all.getCount() == 0) ? response.send() : Mono.never();
		}).bindNow();
		DeepSeekConnector connector = new DeepSeekConnector(settings, HttpClientSettings.defaults(), List.of());
		try {
			WebClient client = WebClient.builder()
				.clientConnector(connector.connector())
				.baseUrl("http://127.0.0.1:" + gate.port())
				.build();
			Flux.range(0, limit)
				.flatMap((i) -> client.get().retrieve().toBodilessEntity(), limit)
				.next()
				.block(TIMEOUT);
			assertThat(arrived).hasValue(limit);
		}
		finally {
			connector.destroy();
			gate.disposeNow();
		}
	}

	private void run(ContextConsumer<? super AssertableApplicationContext> consumer) {
		this.runner.run(consumer);
	}

	private String get(AssertableApplicationContext context, String path) {
		return client(context).get().uri(path).retrieve().bodyToMono(String.class).block(TIMEOUT);
	}

	private WebClient client(AssertableApplicationContext context) {
		return WebClient.builder()
			.clientConnector(context.getBean(DeepSeekConnector.class).connector())
			.baseUrl("http://127.0.0.1:" + this.server.port())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		private volatile Object keepAlive;

		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> connectorCustomizer() {
			return (builder) -> builder.withHttpClientCustomizer(this::customize);
		}

		private HttpClient customize(HttpClient client) {
			return client.compress(true)
				.followRedirect(true)
				.responseTimeout(Duration.ofMillis(50))
				.headers((headers) -> headers.set("X-Customized", "yes"))
				.doOnConnected((connection) -> this.keepAlive = connection.channel()
					.config()
					.getOption(ChannelOption.SO_KEEPALIVE));
		}

	}

}
