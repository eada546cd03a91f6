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

package io.github.deepseekspring.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Choice;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.ToolCall;
import io.github.deepseekspring.chat.ToolMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolLoop} with a model that is a function.
 */
@Timeout(60)
class ToolLoopTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final ChatEvent.Finished ANSWER = finished(FinishReason.STOP, "Done.", List.of());

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
		.message(ChatMessage.user("Go."))
		.build();

	private final AtomicInteger asked = new AtomicInteger();

	private final LinkedBlockingQueue<String> started = new LinkedBlockingQueue<>();

	private final Map<String, Sinks.Empty<Void>> ends = new ConcurrentHashMap<>();

	private final ToolFunction<Job> job = ToolFunction.of("job", "Does a job.", Job.class, (input) -> {
		this.started.add(input.name());
		return end(input.name()).asMono().thenReturn("done " + input.name());
	});

	@Test
	void whenThereAreMoreCallsThanMayRunThenTheOthersWaitAndResultsKeepTheOrderOfTheCalls()
			throws InterruptedException {
		TestSubscriber<ChatEvent> subscriber = TestSubscriber.create();
		loop(2).run(REQUEST, model(calls(5), ANSWER)).subscribe(subscriber);
		List<String> running = new ArrayList<>(List.of(nextStarted(), nextStarted()));
		assertThat(running).containsExactlyInAnyOrder("0", "1");
		for (int i = 2; i < 5; i++) {
			assertThat(this.started).isEmpty();
			end(running.remove(running.size() - 1)).tryEmitEmpty();
			running.add(nextStarted());
		}
		running.forEach((name) -> end(name).tryEmitEmpty());
		subscriber.block(PATIENCE);
		ChatEvent.RoundFinished round = subscriber.getReceivedOnNext()
			.stream()
			.filter(ChatEvent.RoundFinished.class::isInstance)
			.map(ChatEvent.RoundFinished.class::cast)
			.findFirst()
			.orElseThrow();
		assertThat(round.results())
			.isEqualTo(IntStream.range(0, 5).mapToObj((i) -> ChatMessage.tool("id" + i, "done " + i)).toList());
		assertThat(round.messages()).hasSize(6).first().isSameAs(round.completion().message());
	}

	@Test
	void whenTheSubscriberIsSlowThenGetsOneEventAtATimeAndOneEnd() {
		IntStream.range(0, 3).forEach((i) -> end(String.valueOf(i)).tryEmitEmpty());
		Flux<ChatEvent> events = loop(8).run(REQUEST, model(calls(3), calls(2), ANSWER));
		StepVerifier.Step<ChatEvent> step = StepVerifier.create(events, 0);
		for (int i = 0; i < 13; i++) {
			step = step.thenRequest(1).expectNextCount(1);
		}
		step.expectComplete().verify(PATIENCE);
	}

	@Test
	void whenThereAreVeryManyRoundsThenTheStackDoesNotGrow() {
		int rounds = 3000;
		end("0").tryEmitEmpty();
		Function<ChatCompletionRequest, Flux<ChatEvent>> model = (request) -> Flux
			.just((this.asked.incrementAndGet() < rounds) ? calls(1) : ANSWER);
		ToolLoop loop = loop(1).withSettings((settings) -> settings.withMaxRounds(rounds));
		StepVerifier.create(loop.run(REQUEST, model).last()).expectNext(ANSWER).expectComplete().verify(PATIENCE);
		assertThat(this.asked).hasValue(rounds);
	}

	@Test
	void whenTheAnswerIsNotOverYetThenNothingRuns() {
		TestPublisher<ChatEvent> answer = TestPublisher.create();
		TestSubscriber<ChatEvent> subscriber = TestSubscriber.create();
		loop(8).run(REQUEST, (request) -> answer.flux()).subscribe(subscriber);
		answer.next(new ChatEvent.Text("So."), calls(1));
		assertThat(subscriber.getReceivedOnNext()).containsExactly(new ChatEvent.Text("So."));
		answer.error(new IllegalStateException("lost"));
		assertThat(subscriber.expectTerminalError()).hasMessage("lost");
		assertThat(this.started).isEmpty();
	}

	@Test
	void whenTheFinishReasonIsUnknownThenNothingRuns() {
		List<ToolCall> calls = calls(1).completion().toolCalls();
		for (FinishReason reason : new FinishReason[] { FinishReason.LENGTH, FinishReason.of("new_reason") }) {
			StepVerifier.create(loop(8).run(REQUEST, model(finished(reason, "", calls))))
				.expectErrorMessage(
						"The answer was cut off where it asks for tools (finish_reason " + reason + "), so none was run"
								+ (reason.equals(FinishReason.LENGTH)
										? "; raise 'max_tokens', which includes the reasoning" : ""))
				.verify(PATIENCE);
		}
		assertThat(this.started).isEmpty();
	}

	@Test
	void whenCallsComeWithTheReasonOfAnAnswerThenTheyRun() {
		end("0").tryEmitEmpty();
		List<ToolCall> calls = calls(1).completion().toolCalls();
		StepVerifier.create(loop(8).run(REQUEST, model(finished(FinishReason.STOP, "", calls), ANSWER)).last())
			.expectNext(ANSWER)
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.started).hasSize(1);
	}

	@Test
	void whenTheModelSaysNothingThenSaysNothing() {
		StepVerifier.create(loop(8).run(REQUEST, (request) -> Flux.empty())).expectComplete().verify(PATIENCE);
	}

	@Test
	void whenTheModelCannotBeAskedThenFailsOnce() {
		StepVerifier.create(loop(8).run(REQUEST, (request) -> {
			throw new IllegalStateException("no model");
		})).expectErrorMessage("no model").verify(PATIENCE);
	}

	@Test
	void whenToolsBlockThenTheyDoSoTogetherOnThreadsThatMay() throws InterruptedException {
		CountDownLatch both = new CountDownLatch(2);
		ToolFunction<Job> blocking = ToolFunction.of("job", "Blocks.", Job.class, (input) -> {
			this.started.add(Thread.currentThread().getName());
			both.countDown();
			try {
				return both.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		ToolLoop loop = new ToolLoop(List.of(blocking), ToolSettings.defaults());
		List<ChatEvent> events = loop.run(REQUEST, model(calls(2), ANSWER)).collectList().block(PATIENCE);
		assertThat(events).filteredOn(ChatEvent.ToolFinished.class::isInstance)
			.extracting((event) -> ((ChatEvent.ToolFinished) event).result())
			.containsExactlyInAnyOrder(ChatMessage.tool("id0", "true"), ChatMessage.tool("id1", "true"));
		assertThat(this.started).hasSize(2).allMatch((thread) -> thread.startsWith("boundedElastic"));
	}

	@Test
	void whenAToolHasEndedThenTheNextRoundIsNotOnItsThread() {
		List<String> threads = new ArrayList<>();
		ToolFunction<Job> blocking = ToolFunction.of("job", "Blocks.", Job.class, (input) -> "done");
		Function<ChatCompletionRequest, Flux<ChatEvent>> model = model(calls(1), ANSWER);
		new ToolLoop(List.of(blocking), ToolSettings.defaults()).run(REQUEST, (request) -> {
			threads.add(Thread.currentThread().getName());
			return model.apply(request);
		}).blockLast(PATIENCE);
		assertThat(threads).hasSize(2);
		assertThat(threads.get(1)).doesNotStartWith("boundedElastic");
	}

	@Test
	void textsAreInNoToString() {
		List<ToolMessage> results = List.of(ChatMessage.tool("id0", "secret"));
		ToolCall call = ToolCall.function("id0", "job", "{\"name\":\"secret\"}");
		ChatCompletion completion = finished(FinishReason.TOOL_CALLS, "secret", List.of(call)).completion();
		assertThat(List.of(new ChatEvent.ToolStarted(1, call).toString(),
				new ChatEvent.ToolFinished(1, call, results.get(0), false).toString(),
				new ChatEvent.RoundFinished(1, completion, results).toString()))
			.noneMatch((text) -> text.contains("secret"));
	}

	@Test
	void whenThereAreNoToolsThenTheRequestIsPassedOnAsItIs() {
		ToolLoop loop = new ToolLoop(List.of(), ToolSettings.defaults());
		assertThat(loop.hasFunctions()).isFalse();
		StepVerifier.create(loop.run(REQUEST, (request) -> {
			assertThat(request).isSameAs(REQUEST);
			return Mono.<ChatEvent>just(calls(1)).flux();
		})).expectNext(calls(1)).expectComplete().verify(PATIENCE);
	}

	private ToolLoop loop(int maxConcurrency) {
		return new ToolLoop(List.of(this.job), ToolSettings.defaults().withMaxConcurrency(maxConcurrency));
	}

	private Function<ChatCompletionRequest, Flux<ChatEvent>> model(ChatEvent... answers) {
		AtomicInteger next = new AtomicInteger();
		return (request) -> Flux.defer(() -> Flux.just(answers[next.getAndIncrement()]));
	}

	private Sinks.Empty<Void> end(String name) {
		return this.ends.computeIfAbsent(name, (key) -> Sinks.empty());
	}

	private String nextStarted() throws InterruptedException {
		String name = this.started.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(name).isNotNull();
		return name;
	}

	private static ChatEvent.Finished calls(int count) {
		return finished(FinishReason.TOOL_CALLS, "",
				IntStream.range(0, count)
					.mapToObj((i) -> ToolCall.function("id" + i, "job", "{\"name\":\"" + i + "\"}"))
					.toList());
	}

	private static ChatEvent.Finished finished(FinishReason reason, String content, List<ToolCall> calls) {
		AssistantMessage message = new AssistantMessage(content, null, calls, null, null);
		return new ChatEvent.Finished(new ChatCompletion("1", "chat.completion", 1L, "model", null,
				List.of(new Choice(0, message, reason, null)), null));
	}

	record Job(String name) {

	}

}
