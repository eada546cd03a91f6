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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import javax.net.ssl.KeyManagerFactory;

import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.DeepSeekApiException;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.ProxyProvider;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for TLS and proxies on the way to DeepSeek.
 */
class NetworkSettingsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String COMPLETION = """
			{"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
			"message":{"role":"assistant","content":"over TLS"}}]}""";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, DeepSeekAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=test", "deepseek.retry.max-attempts=1");

	@Test
	void trustsAPrivateAuthorityThroughAnSslBundle(@TempDir Path folder) throws Exception {
		Path store = createKeyStore(folder);
		LoopResources loops = LoopResources.create("tls");
		DisposableServer server = startTlsServer(store, loops,
				(response) -> response.sendString(Mono.just(COMPLETION)).then());
		try {
			ApplicationContextRunner secured = secured(server, store);
			secured.run((context) -> StepVerifier.create(context.getBean(DeepSeekTemplate.class).prompt("Hi").content())
				.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(ConnectionFailedException.class)
					.hasRootCauseInstanceOf(CertPathBuilderException.class))
				.verify(PATIENCE));
			for (String property : new String[] { "deepseek.ssl.bundle", "spring.http.clients.ssl.bundle" }) {
				secured.withPropertyValues(property + "=private")
					.run((context) -> StepVerifier
						.create(context.getBean(DeepSeekTemplate.class).prompt("Hi").content())
						.expectNext("over TLS")
						.expectComplete()
						.verify(PATIENCE));
			}
		}
		finally {
			server.disposeNow();
			loops.dispose();
		}
	}

	@Test
	void whenATlsServerRedirectsToPlainHttpThenNothingIsSentThere(@TempDir Path folder) throws Exception {
		Path store = createKeyStore(folder);
		LoopResources loops = LoopResources.create("tls");
		try (DeepSeekSimulator plain = DeepSeekSimulator.start()) {
			for (int status : new int[] { 301, 302, 303, 307, 308 }) {
				DisposableServer server = startTlsServer(store, loops,
						(response) -> response.status(status).header("Location", plain.baseUrl().toString()).send());
				try {
					secured(server, store).withPropertyValues("deepseek.ssl.bundle=private")
						.run((context) -> StepVerifier
							.create(context.getBean(DeepSeekTemplate.class).prompt("Hi").content())
							.expectErrorSatisfies(
									(failure) -> assertThat(failure).isInstanceOfSatisfying(DeepSeekApiException.class,
											(refused) -> assertThat(refused.getAnswer().status()).isEqualTo(status)))
							.verify(PATIENCE));
				}
				finally {
					server.disposeNow();
				}
			}
			assertThat(plain.log().connectionsAccepted()).isZero();
		}
		finally {
			loops.dispose();
		}
	}

	private ApplicationContextRunner secured(DisposableServer server, Path store) {
		return this.runner.withPropertyValues("deepseek.base-url=https://127.0.0.1:" + server.port(),
				"spring.ssl.bundle.jks.private.truststore.location=" + store.toUri(),
				"spring.ssl.bundle.jks.private.truststore.password=secret");
	}

	private static Path createKeyStore(Path folder) throws IOException, InterruptedException {
		Path store = folder.resolve("private.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-alias", "private", "-dname", "CN=localhost", "-ext",
				"san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "secret")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		return store;
	}

	private static DisposableServer startTlsServer(Path store, LoopResources loops,
			Function<HttpServerResponse, Mono<Void>> answer) throws Exception {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(store)) {
			keys.load(input, "secret".toCharArray());
		}
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(keys, "secret".toCharArray());
		return HttpServer.create()
			.runOn(loops)
			.host("127.0.0.1")
			.port(0)
			.secure((ssl) -> ssl.sslContext(Http11SslContextSpec.forServer(keyManagers)))
			.handle((request,
					response) -> request.receive().aggregate().asString().flatMap((body) -> answer.apply(response)))
			.bindNow();
	}

	@Test
	void goesThroughAProxy() throws Exception {
		try (DeepSeekSimulator simulator = DeepSeekSimulator.start(); Proxy proxy = new Proxy()) {
			simulator.enqueue(Answer.text("through the proxy"));
			this.runner.withPropertyValues("deepseek.base-url=" + simulator.baseUrl())
				.withBean(Proxy.class, () -> proxy, (definition) -> definition.setDestroyMethodName(""))
				.withUserConfiguration(ProxyConfiguration.class)
				.run((context) -> StepVerifier.create(context.getBean(DeepSeekTemplate.class).prompt("Hi").content())
					.expectNext("through the proxy")
					.expectComplete()
					.verify(PATIENCE));
			assertThat(proxy.target.get(1, TimeUnit.SECONDS))
				.isEqualTo("CONNECT 127.0.0.1:" + simulator.port() + " HTTP/1.1");
		}
	}

	@Test
	void goesThroughTheProxyOfTheSystemProperties() throws Exception {
		try (DeepSeekSimulator simulator = DeepSeekSimulator.start(); Proxy proxy = new Proxy()) {
			simulator.enqueue(Answer.text("through the proxy"));
			this.runner
				.withSystemProperties("https.proxyHost=127.0.0.1", "https.proxyPort=" + proxy.server.getLocalPort(),
						"http.nonProxyHosts=none.example")
				.withPropertyValues("deepseek.base-url=" + simulator.baseUrl())
				.run((context) -> StepVerifier.create(context.getBean(DeepSeekTemplate.class).prompt("Hi").content())
					.expectNext("through the proxy")
					.expectComplete()
					.verify(PATIENCE));
			assertThat(proxy.target.get(1, TimeUnit.SECONDS))
				.isEqualTo("CONNECT 127.0.0.1:" + simulator.port() + " HTTP/1.1");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyConfiguration {

		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> viaProxy(Proxy proxy) {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.proxy(
					(spec) -> spec.type(ProxyProvider.Proxy.HTTP).host("127.0.0.1").port(proxy.server.getLocalPort())));
		}

	}

	/**
	 * Takes one connection to where the client says.
	 */
	static final class Proxy implements AutoCloseable {

		private final ServerSocket server;

		private final CompletableFuture<String> target = new CompletableFuture<>();

		Proxy() throws IOException {
			this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
			start(this::connect);
		}

		private void connect() {
			try (Socket client = this.server.accept()) {
				StringBuilder head = new StringBuilder();
				while (head.indexOf("\r\n\r\n") < 0) {
					head.append((char) client.getInputStream().read());
				}
				String line = head.substring(0, head.indexOf("\r\n"));
				this.target.complete(line);
				String address = line.split(" ")[1];
				int colon = address.lastIndexOf(':');
				try (Socket upstream = new Socket(address.substring(0, colon),
						Integer.parseInt(address.substring(colon + 1)))) {
					client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					Thread back = start(() -> pipe(upstream, client));
					pipe(client, upstream);
					back.join(PATIENCE.toMillis());
				}
			}
			catch (IOException | InterruptedException ex) {
				this.target.completeExceptionally(ex);
			}
		}

		private static Thread start(Runnable work) {
			Thread thread = new Thread(work, "proxy");
			thread.setDaemon(true);
			thread.start();
			return thread;
		}

		private static void pipe(Socket from, Socket to) {
			try {
				InputStream input = from.getInputStream();
				OutputStream output = to.getOutputStream();
				input.transferTo(output);
				to.shutdownOutput();
			}
			catch (SocketException ex) {
				// The other side is done
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
