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

package io.github.deepseekspring.autoconfigure.observation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the observations of a whole application, with the meters of Prometheus and the
 * traces of OpenTelemetry.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ObservedApplicationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String PROMPT = "Did the gardener do it?";

	private static final String ANSWER = "Never the butler.";

	private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("deepseek.outcome");

	private ConfigurableApplicationContext application;

	@AfterEach
	void close() {
		this.application.close();
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void theCallIsInsideTheRequestThatMakesIt(WebApplicationType type) {
		start(type);
		simulator().enqueue(Answer.serverError(), Answer.text(ANSWER));
		assertThat(get("/ask")).isEqualTo(ANSWER);
		SpanData call = spans("chat deepseek-v4-flash").get(0);
		assertThat(requestOf(call).getName()).isEqualTo("http get /ask");
		assertThat(spans("http post")).hasSize(2)
			.allSatisfy((exchange) -> assertThat(exchange.getParentSpanId()).isEqualTo(call.getSpanId()));
		assertThat(call.getEvents()).extracting((event) -> event.getName()).containsExactly("retry", "first.data");
		assertThat(call.getAttributes().get(AttributeKey.stringKey("gen_ai.usage.output_tokens"))).isNotNull();
	}

	@Test
	void whenBlockedForThenTheCallIsInsideTheRequest() {
		start(WebApplicationType.SERVLET);
		simulator().enqueue(Answer.text(ANSWER));
		assertThat(get("/block")).isEqualTo(ANSWER);
		assertThat(requestOf(spans("chat deepseek-v4-flash").get(0)).getName()).isEqualTo("http get /block");
	}

	@Test
	void theParentOfTheSubscriberWinsOverThatOfTheThread() {
		start(WebApplicationType.NONE);
		simulator().enqueue(Answer.text(ANSWER));
		ObservationRegistry registry = this.application.getBean(ObservationRegistry.class);
		Observation outer = Observation.start("outer", registry);
		Observation inner = Observation.start("inner", registry);
		Mono<String> call = this.application.getBean(DeepSeekTemplate.class)
			.prompt(PROMPT)
			.content()
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, inner));
		outer.scoped(() -> {
			call.block(TIMEOUT);
			assertThat(registry.getCurrentObservation()).isSameAs(outer);
		});
		assertThat(registry.getCurrentObservation()).isNull();
		inner.stop();
		outer.stop();
		assertThat(spans("chat deepseek-v4-flash").get(0).getParentSpanId())
			.isEqualTo(spans("inner").get(0).getSpanId());
	}

	@Test
	void eachCallIsTimedOnceAndNoneIsLeft() {
		start(WebApplicationType.NONE);
		simulator().enqueue(Answer.text(ANSWER), Answer.unauthorized(), Answer.serverError(), Answer.text(ANSWER),
				Answer.raw().keepAlive().hang());
		DeepSeekTemplate template = this.application.getBean(DeepSeekTemplate.class);
		assertThat(template.prompt(PROMPT).content().block(TIMEOUT)).isEqualTo(ANSWER);
		template.prompt(PROMPT).content().onErrorComplete().block(TIMEOUT);
		assertThat(template.prompt(PROMPT).stream().content().collectList().block(TIMEOUT)).isNotEmpty();
		Disposable running = template.prompt(PROMPT).stream().content().subscribe();
		simulator().log().awaitRequests(5, TIMEOUT);
		Disposable queued = template.prompt(PROMPT).stream().content().subscribe();
		assertThat(active()).isEqualTo(2);
		queued.dispose();
		running.dispose();
		assertThat(active()).isZero();
		assertThat(meters().get("gen_ai.client.operation").timers()).isNotEmpty();
		assertThat(meters().get("gen_ai.client.operation").timers().stream().mapToLong(Timer::count).sum())
			.isEqualTo(5);
		assertThat(meters().get("gen_ai.client.operation").tag("error", "InvalidApiKeyException").timer().count())
			.isOne();
		assertThat(spans("chat deepseek-v4-flash")).extracting((span) -> span.getAttributes().get(OUTCOME))
			.containsExactly("complete", "failed", "complete", "cancelled", "cancelled");
	}

	@Test
	void theScrapeTellsTokensCostAndTimeByModel() {
		start(WebApplicationType.NONE);
		simulator().enqueue(Answer.text(ANSWER));
		this.application.getBean(DeepSeekTemplate.class).prompt(PROMPT).stream().content().collectList().block(TIMEOUT);
		String tags = "gen_ai_operation_name=\"chat\",gen_ai_request_model=\"deepseek-v4-flash\","
				+ "gen_ai_response_model=\"deepseek-flash\",gen_ai_system=\"deepseek\"";
		assertThat(meters().scrape()).contains("gen_ai_client_operation_seconds_count{error=\"none\"," + tags + "} 1",
				"gen_ai_client_token_usage_total{" + tags + ",gen_ai_token_type=\"output\"}",
				"deepseek_client_tokens_total{" + tags + ",type=\"cache_miss\"}",
				"deepseek_client_cost_total{currency=\"USD\"," + tags + "}",
				"deepseek_client_time_to_first_token_seconds_count{" + tags + "} 1");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void nothingTellsOfUsersKeysAndTexts(WebApplicationType type) {
		start(type);
		simulator().enqueue(Answer.text(ANSWER), Answer.contentRisk());
		assertThat(get("/ask")).isEqualTo(ANSWER);
		get("/ask");
		String userId = simulator().log().last().userId();
		assertThat(userId).hasSize(43);
		String told = meters().scrape() + spans();
		assertThat(told).contains("deepseek-v4-flash", "ContentRejectedException")
			.doesNotContain(PROMPT, ANSWER, "gardener", "butler", userId, "alice", "sk-application");
	}

	@Test
	void whenContentIsIncludedThenOnlyTracesTellTexts() {
		start(WebApplicationType.SERVLET, "deepseek.observations.include-content=true");
		simulator().enqueue(Answer.text(ANSWER));
		get("/ask");
		String userId = simulator().log().last().userId();
		assertThat(spans().toString()).contains(PROMPT, ANSWER).doesNotContain(userId, "alice", "sk-application");
		assertThat(meters().scrape()).doesNotContain("gardener", "butler", userId, "alice");
	}

	private void start(WebApplicationType type, String... properties) {
		this.application = new SpringApplicationBuilder(ObservedApplication.class).web(type)
			.properties("server.port=0", "deepseek.simulator.enabled=true", "deepseek.api-key=sk-application",
					"deepseek.concurrency.limits.deepseek-v4-flash=1", "deepseek.retry.initial-backoff=1ms",
					"management.tracing.sampling.probability=1", "spring.main.banner-mode=off",
					"management.endpoints.access.default=none", "spring.security.user.name=alice",
					"spring.security.user.password={noop}pw")
			.properties(properties)
			.run();
	}

	private DeepSeekSimulator simulator() {
		return this.application.getBean(DeepSeekSimulator.class);
	}

	private PrometheusMeterRegistry meters() {
		return this.application.getBean(PrometheusMeterRegistry.class);
	}

	private int active() {
		return meters().get("gen_ai.client.operation.active")
			.longTaskTimers()
			.stream()
			.mapToInt(LongTaskTimer::activeTasks)
			.sum();
	}

	private List<SpanData> spans() {
		return this.application.getBean(Spans.class).exporter.getFinishedSpanItems();
	}

	private List<SpanData> spans(String name) {
		return spans().stream().filter((span) -> span.getName().equals(name)).toList();
	}

	/**
	 * Return the span that a span is inside of, however far. It ends after the response
	 * was seen.
	 */
	private SpanData requestOf(SpanData span) {
		SpanData current = span;
		while (current.getParentSpanContext().isValid()) {
			current = await(current.getParentSpanId());
		}
		return current;
	}

	private SpanData await(String id) {
		Mono<SpanData> span = Mono.defer(() -> Mono
			.justOrEmpty(spans().stream().filter((candidate) -> candidate.getSpanId().equals(id)).findFirst()));
		return span.repeatWhenEmpty((attempts) -> attempts.delayElements(Duration.ofMillis(10)))
			.blockOptional(TIMEOUT)
			.orElseThrow();
	}

	private String get(String path) {
		return WebClient
			.create("http://localhost:" + this.application.getEnvironment().getProperty("local.server.port"))
			.get()
			.uri(path)
			.headers((headers) -> headers.setBasicAuth("alice", "pw"))
			.exchangeToMono((response) -> response.bodyToMono(String.class))
			.block(TIMEOUT);
	}

	@RestController
	static class AskController {

		private final DeepSeekTemplate template;

		AskController(DeepSeekTemplate template) {
			this.template = template;
		}

		@GetMapping("/ask")
		Mono<String> ask() {
			return this.template.prompt(PROMPT).content();
		}

		@GetMapping("/block")
		String block() {
			return this.template.prompt(PROMPT).content().block(TIMEOUT);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(AskController.class)
	static class ObservedApplication {

		@Bean
		Spans spans() {
			return new Spans(InMemorySpanExporter.create());
		}

		@Bean
		SpanProcessor spanProcessor(Spans spans) {
			return SimpleSpanProcessor.create(spans.exporter);
		}

	}

	/**
	 * Hides the exporter, which would be given every span once more.
	 */
	private record Spans(InMemorySpanExporter exporter) {
	}

}
