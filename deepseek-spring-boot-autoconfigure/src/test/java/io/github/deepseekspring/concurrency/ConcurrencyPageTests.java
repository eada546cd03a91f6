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

package io.github.deepseekspring.concurrency;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.redis.DeepSeekRedisAutoConfiguration;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.concurrency.redis.RedisLeaseStore;
import io.github.deepseekspring.core.ChatDefaults;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.observation.ConcurrencyLimiterMetrics;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.user.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.subscriber.TestSubscriber;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/concurrency.md}.
 */
class ConcurrencyPageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of("docs/concurrency.md").assertExamplesAreIn(getClass(), 5);
	}

	@Test
	void propertiesOfThePageSetTheLimits() {
		List<String> examples = Page.of("docs/concurrency.md").examples("yaml");
		assertThat(examples).hasSize(3);
		run(examples.get(0), (context) -> {
			FairConcurrencyLimiter limiter = context.getBean(FairConcurrencyLimiter.class);
			assertThat(limiter.group("deepseek-v4-pro").exceeded(Reason.FULL).getLimit()).isEqualTo(200);
			assertThat(limiter.group("deepseek-next").exceeded(Reason.FULL).getLimit()).isEqualTo(50);
			assertThat(limiter.group("deepseek-next-mini")).isSameAs(limiter.group("deepseek-next"));
			assertThat(limiter.group("deepseek-other").exceeded(Reason.FULL).getLimit()).isEqualTo(20);
			assertThat(limiter.group("deepseek-flash").exceeded(Reason.FULL).getLimit()).isEqualTo(2500);
		});
		run(examples.get(1).replace("redis.example", "127.0.0.1\n      port: 1"),
				(context) -> assertThat(context).hasSingleBean(RedisLeaseStore.class));
		run(examples.get(2), (context) -> {
			FairConcurrencyLimiter limiter = context.getBean(FairConcurrencyLimiter.class);
			assertThat(limiter.group("deepseek-v4-pro").exceeded(Reason.FULL).getLimit()).isEqualTo(125);
			assertThat(limiter.group("deepseek-v4-flash").exceeded(Reason.FULL).getLimit()).isEqualTo(625);
			assertThat(limiter.group("deepseek-other").exceeded(Reason.FULL).getLimit()).isEqualTo(125);
		});
	}

	@Test
	void refusalBecomesAnAnswerThatSaysWhenToComeAgain() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, Duration.ZERO);
		limiter.limit(Flux.never(), TestSettings.MODEL, Caller.NOBODY, null).subscribe();
		WebTestClient.bindToController(new Controller(limiter))
			.controllerAdvice(new TooManyRequests())
			.build()
			.get()
			.uri("/answer")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectHeader()
			.valueEquals(HttpHeaders.RETRY_AFTER, "1");
	}

	@Test
	void waitIsShown() {
		try (DeepSeekSimulator simulator = DeepSeekSimulator.start()) {
			ConcurrencyLimiter limiter = TestSettings.limiter(1);
			DeepSeekOperations deepSeek = DeepSeekTemplate.builder()
				.baseUrl(simulator.baseUrl())
				.apiKey("sk-test")
				.concurrencyLimiter(limiter)
				.chatDefaults(new ChatDefaults("deepseek-v4-pro", null, null, null, null, null, null))
				.build();
			TestSubscriber<String> holder = TestSubscriber.create();
			guarded(Flux.never(), limiter, "alice").subscribe(holder);
			simulator.enqueue(Answer.chunks("blue"));
			String question = "Why is the sky blue?";
			Flux<ChatEvent> events = deepSeek.prompt(question).stream().signals().events();
			StepVerifier.create(events)
				.expectNext(new ChatEvent.Queued())
				.then(holder::cancel)
				.expectNext(new ChatEvent.Text("blue"))
				.expectNextCount(1)
				.expectComplete()
				.verify(PATIENCE);
		}
	}

	@Test
	void limiterIsSharedByTwoTemplates() {
		String key = "sk-test";
		ConcurrencyLimiter limiter = new FairConcurrencyLimiter(ConcurrencySettings.defaults());
		DeepSeekTemplate first = DeepSeekTemplate.builder().apiKey(key).concurrencyLimiter(limiter).build();
		DeepSeekTemplate second = DeepSeekTemplate.builder().apiKey(key).concurrencyLimiter(limiter).build();
		limiter.shutdown();
		for (DeepSeekTemplate template : List.of(first, second)) {
			StepVerifier.create(template.prompt("Hi").content())
				.expectError(ConcurrencyLimitExceededException.class)
				.verify(PATIENCE);
		}
	}

	@Test
	void limiterThatIsNoBeanHasMeters() {
		MeterRegistry registry = new SimpleMeterRegistry();
		// @formatter:off
		FairConcurrencyLimiter limiter = ConcurrencyLimiterMetrics.limiter(ConcurrencySettings.defaults(), registry);
		// @formatter:on
		assertThat(limiter.snapshot()).isNotEmpty()
			.allSatisfy((group) -> assertThat(
					registry.get("deepseek.concurrency.ceiling").tag("group", group.group()).gauge().value())
				.isEqualTo(group.ceiling()));
	}

	private static Flux<String> guarded(Flux<String> request, ConcurrencyLimiter limiter, String user) {
		return limiter.limit(request, "deepseek-v4-pro", new Caller(user, null), null);
	}

	private static void run(String yaml, Consumer<AssertableApplicationContext> assertions) {
		YamlPropertiesFactoryBean properties = new YamlPropertiesFactoryBean();
		properties.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DeepSeekAutoConfiguration.class, DeepSeekRedisAutoConfiguration.class,
							DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class))
			.withPropertyValues("deepseek.api-key=sk-0123456789abcdef")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new PropertiesPropertySource("page", properties.getObject())))
			.run(assertions::accept);
	}

	@RestController
	static class Controller {

		private final ConcurrencyLimiter limiter;

		Controller(ConcurrencyLimiter limiter) {
			this.limiter = limiter;
		}

		@GetMapping("/answer")
		Flux<String> answer() {
			return this.limiter.limit(Flux.just("answer"), TestSettings.MODEL, Caller.NOBODY, null);
		}

	}

	@RestControllerAdvice
	static class TooManyRequests {

		@ExceptionHandler
		ResponseEntity<String> busy(ConcurrencyLimitExceededException ex) {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
				.header(HttpHeaders.RETRY_AFTER, String.valueOf(ex.getRetryAfter().toSeconds()))
				.body("Too many requests are waiting. Please try again.");
		}

	}

}
