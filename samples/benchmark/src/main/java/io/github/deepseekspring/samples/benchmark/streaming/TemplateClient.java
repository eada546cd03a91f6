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

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.observation.DeepSeekObservationAutoConfiguration;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.observation.DeepSeekMeterObservationHandler;
import io.github.deepseekspring.samples.benchmark.client.BenchmarkClient;
import io.github.deepseekspring.samples.benchmark.client.ClientSettings;
import io.github.deepseekspring.samples.benchmark.client.StreamResult;
import io.github.deepseekspring.samples.benchmark.client.StreamTally;
import io.github.deepseekspring.user.UserIdResolver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The template of an application with the starter: with user ids, the limiter, clocks and
 * observed for metrics, without the option {@code observed=no}. Requests come from 100
 * users in turn. Other options are properties of the application, such as
 * {@code deepseek.concurrency.default-limit}.
 */
final class TemplateClient implements BenchmarkClient {

	private static final int USERS = 100;

	private static final String USER = "user";

	private final ConfigurableApplicationContext application;

	private final DeepSeekTemplate template;

	private final ClientSettings settings;

	private final AtomicInteger requests = new AtomicInteger();

	TemplateClient(ClientSettings settings) {
		this.settings = settings;
		Map<String, Object> properties = new TreeMap<>(settings.options());
		properties.put("deepseek.base-url", settings.baseUrl());
		properties.put("deepseek.api-key", settings.apiKey());
		properties.put("spring.main.banner-mode", "off");
		properties.put("logging.level.root", "warn");
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run();
		if (!settings.has("observed", "no")) {
			observe();
		}
		this.template = this.application.getBean(DeepSeekTemplate.class);
	}

	private void observe() {
		this.application.getBean(ObservationRegistry.class)
			.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.application.getBean(MeterRegistry.class)))
			.observationHandler(this.application.getBean(DeepSeekMeterObservationHandler.class));
	}

	@Override
	public CompletionStage<StreamResult> stream(String prompt) {
		StreamTally tally = new StreamTally();
		return this.template.stream(HttpClients.request(this.settings, prompt, true))
			.doOnNext((chunk) -> tally.add(Texts.of(chunk)))
			.then()
			.contextWrite(user())
			.toFuture()
			.thenApply((nothing) -> tally.result());
	}

	@Override
	public CompletionStage<Integer> call(String prompt) {
		return this.template.chat(HttpClients.request(this.settings, prompt, false))
			.map((answer) -> Texts.of(answer).length())
			.contextWrite(user())
			.toFuture()
			.thenApply(Objects::requireNonNull);
	}

	private Context user() {
		return Context.of(USER, "user-" + this.requests.getAndIncrement() % USERS + "@example.com");
	}

	@Override
	public void close() {
		this.application.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			DeepSeekAutoConfiguration.class, DeepSeekObservationAutoConfiguration.class })
	static class Application {

		@Bean
		UserIdResolver userIdResolver() {
			return () -> Mono.deferContextual((context) -> Mono.just(context.get(USER)));
		}

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ObservationRegistry observationRegistry() {
			return ObservationRegistry.create();
		}

	}

}
