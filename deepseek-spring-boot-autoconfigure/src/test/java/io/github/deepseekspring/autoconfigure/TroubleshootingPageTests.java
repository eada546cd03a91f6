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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.GenerationInterruptedException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.autoconfigure.redis.DeepSeekRedisAutoConfiguration;
import io.github.deepseekspring.autoconfigure.security.DeepSeekSecurityAutoConfiguration;
import io.github.deepseekspring.autoconfigure.simulator.DeepSeekSimulatorAutoConfiguration;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.core.BlockingDeepSeekTemplate;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.PromptSpec;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.user.PlainUserIdEncoder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code docs/troubleshooting.md} quotes what the code says.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class TroubleshootingPageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String GROUP = "deepseek-v4-flash";

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=test", "deepseek.base-url=" + this.simulator.baseUrl(),
				"deepseek.retry.max-attempts=1", "deepseek.concurrency.adaptive.requeue=0");

	private final List<String> said = new ArrayList<>();

	@Test
	void itsMessagesAreThoseOfTheCode(CapturedOutput output) {
		limits();
		clocks();
		answers();
		account();
		users();
		surroundings();
		redis();
		List<String> lines = Page.of("docs/troubleshooting.md")
			.examples("text")
			.stream()
			.flatMap(String::lines)
			.toList();
		String log = output.getAll()
			.replaceAll("127\\.0\\.0\\.1:\\d+, since", "127.0.0.1:8081, since")
			.replaceAll("any more: [^.]+\\.", "any more: it has not answered in time.");
		assertThat(lines).hasSizeGreaterThan(30)
			.containsAll(this.said)
			.allSatisfy((line) -> assertThat(this.said.contains(line) || log.contains(line)).as(line).isTrue());
	}

	private void limits() {
		for (Reason reason : List.of(Reason.TIMED_OUT, Reason.FULL, Reason.DISPLACED)) {
			says(new ConcurrencyLimitExceededException(reason, GROUP, 25, 25, 50, Duration.ofSeconds(1)));
		}
		saysInstead(Answer.rateLimited(26, 25));
		this.runner.withBean(ConcurrencyLimiter.class, () -> new FairConcurrencyLimiter(ConcurrencySettings.defaults()))
			.withPropertyValues("deepseek.concurrency.limits.deepseek-v4-flash=1000")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void clocks() {
		says(new ClosedBeforeInferenceException(Duration.ofMinutes(10), 60, null, CallState.NOT_ANSWERED));
		stalled(Clock.PAYLOAD_IDLE, Duration.ofMinutes(2));
		stalled(Clock.FIRST_DATA, Duration.ofSeconds(630));
		stalled(Clock.WIRE_IDLE, Duration.ofMinutes(5));
		stalled(Clock.SUBSCRIBER_IDLE, Duration.ofMinutes(5));
		stalled(Clock.OVERALL, Duration.ofMinutes(1));
	}

	private void stalled(Clock clock, Duration limit) {
		says(new StalledException(clock, limit, null, CallState.NOT_ANSWERED));
	}

	private void answers() {
		says(new GenerationInterruptedException("insufficient_system_resource", CallState.NOT_ANSWERED));
		saysInstead(Answer.text("blue").fault(Fault.truncate().beforeFinish()));
		saysInstead(Answer.of(200, "text/html", "<html><body><h1>Sign in to the network</h1></body></html>"));
		saysInstead(Answer.of(200, "application/json", "{}").header("Content-Encoding", "gzip"));
		this.simulator.enqueue(Answer.text("blue ".repeat(1000)));
		says(this.runner.withPropertyValues("deepseek.max-in-memory-size=1KB"), (prompt) -> prompt.content());
		this.simulator.enqueue(Answer.text("blue"));
		this.runner.withPropertyValues("deepseek.chat.max-tokens=100")
			.run((context) -> assertThat(
					context.getBean(DeepSeekTemplate.class).prompt("Hi").content().blockOptional(PATIENCE))
				.isPresent());
	}

	private void account() {
		saysInstead(Answer.unauthorized());
		saysInstead(Answer.insufficientBalance());
		saysInstead(Answer.suspended());
		says(this.runner, (prompt) -> prompt.model("gpt-5").content());
		this.runner.withPropertyValues("deepseek.chat.model=deepseek-chat")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void users() {
		says(this.runner.withPropertyValues("deepseek.user-id.required=true"), (prompt) -> prompt.content());
		try {
			new PlainUserIdEncoder().encode("ada@example.org");
		}
		catch (RuntimeException ex) {
			says(ex);
		}
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DeepSeekAutoConfiguration.class, DeepSeekSecurityAutoConfiguration.class))
			.withPropertyValues("deepseek.api-key=test")
			.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void surroundings() {
		says(this.runner.withPropertyValues("deepseek.base-url=http://127.0.0.1:1"), (prompt) -> prompt.content());
		this.runner.run((context) -> {
			BlockingDeepSeekTemplate blocking = context.getBean(BlockingDeepSeekTemplate.class);
			Mono<String> waiting = Mono.fromSupplier(() -> Objects.requireNonNull(blocking.prompt("Hi").content()));
			says(waiting.subscribeOn(Schedulers.parallel()));
		});
		doesNotStart("");
		doesNotStart("sk-0123 ");
		this.runner.withConfiguration(AutoConfigurations.of(DeepSeekSimulatorAutoConfiguration.class))
			.withPropertyValues("deepseek.simulator.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void doesNotStart(String apiKey) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("key", Map.of("deepseek.api-key", apiKey))))
			.run((context) -> {
				Throwable failure = Objects.requireNonNull(context.getStartupFailure());
				this.said.add(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
			});
	}

	private void redis() {
		ApplicationContextRunner shared = this.runner.withPropertyValues("deepseek.concurrency.shared.type=redis");
		shared.run((context) -> assertThat(context).hasNotFailed());
		this.simulator.enqueue(Answer.text("blue"));
		shared
			.withConfiguration(AutoConfigurations.of(DeepSeekRedisAutoConfiguration.class,
					DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=1")
			.run((context) -> assertThat(
					context.getBean(DeepSeekTemplate.class).prompt("Hi").content().blockOptional(PATIENCE))
				.isPresent());
	}

	/**
	 * Note what a call says when the server answers like this.
	 */
	private void saysInstead(Answer answer) {
		this.simulator.enqueue(answer);
		says(this.runner, (prompt) -> prompt.stream().content());
	}

	private void says(ApplicationContextRunner runner, Call call) {
		runner.run((context) -> says(call.make(context.getBean(DeepSeekTemplate.class).prompt("Hi"))));
	}

	private void says(Publisher<String> failing) {
		List<Throwable> failures = new ArrayList<>();
		Flux.from(failing).then().onErrorResume((failure) -> {
			failures.add(failure);
			return Mono.empty();
		}).block(PATIENCE);
		assertThat(failures).hasSize(1);
		says(failures.get(0));
	}

	private void says(Throwable failure) {
		String message = failure.getClass().getSimpleName() + ": " + failure.getMessage();
		this.said.add(message.replaceFirst(" \\(trace id \\S+\\)$", "")
			.replaceFirst("'parallel-\\d+'", "'reactor-http-epoll-2'")
			.replaceFirst("finishConnect\\(\\.\\.\\) failed with error\\(-\\d+\\): ", ""));
	}

	@FunctionalInterface
	private interface Call {

		Publisher<String> make(PromptSpec prompt);

	}

}
