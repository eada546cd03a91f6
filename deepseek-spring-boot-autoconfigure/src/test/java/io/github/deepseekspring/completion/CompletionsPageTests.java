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

package io.github.deepseekspring.completion;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.github.deepseekspring.account.Balance;
import io.github.deepseekspring.account.Model;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.SimulatedBalance;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/completions-models-and-balance.md}.
 */
class CompletionsPageTests {

	private static final String PAGE = "docs/completions-models-and-balance.md";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekOperations deepSeek = DeepSeekTemplate.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.build();

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of(PAGE).assertExamplesAreIn(getClass(), 8);
	}

	@Test
	void textsAreCompleted() {
		DeepSeekOperations deepSeek = this.deepSeek;
		CompletionRequest request = CompletionRequest.builder("def fib(n):\n")
			.suffix("\n    return fib(n - 1) + fib(n - 2)")
			.maxTokens(128)
			.stop("\n\n")
			.build();
		Mono<String> middle = deepSeek.complete(request).map(Completion::text);
		Flux<String> pieces = deepSeek.streamCompletion(request)
			.map(Completion::text)
			.filter((text) -> !text.isEmpty());
		this.simulator.answerAll((asked) -> Answer.chunks("    if n < 2:", "\n        return n"));
		verify(middle, "    if n < 2:\n        return n");
		verify(pieces, "    if n < 2:", "\n        return n");
		assertThat(this.simulator.log().last().path()).isEqualTo("/beta/completions");
	}

	@Test
	void gatewaysShowWhatKeepsTheConnectionOpen() {
		CompletionRequest request = CompletionRequest.builder("Once").build();
		this.simulator.enqueue(Answer.raw()
			.keepAlive()
			.event("{\"choices\":[{\"index\":0,\"text\":\" upon\",\"finish_reason\":\"stop\"}]}")
			.done()
			.end());
		verify(new Gateway(this.deepSeek).complete(request)
			.map((event) -> (event.data() != null) ? event.data().text() : event.comment()), "keep-alive", " upon");
	}

	@Test
	void answersAreContinued() {
		DeepSeekOperations deepSeek = this.deepSeek;
		Mono<String> name = deepSeek.prompt("Who wrote the first program?")
			.prefix("{\"name\": \"")
			.options((options) -> options.stop("\""))
			.content();
		this.simulator.enqueue(Answer.text("Ada Lovelace"));
		verify(name, "Ada Lovelace");
		assertThat(this.simulator.log().last().path()).isEqualTo("/beta/chat/completions");
	}

	@Test
	void reasoningIsContinued() {
		DeepSeekOperations deepSeek = this.deepSeek;
		Mono<String> answer = deepSeek.prompt("Which is larger, 9.11 or 9.9?")
			.messages(List
				.of(ChatMessage.assistantPrefix("The larger one is").withReasoningContent("9.90 - 9.11 = 0.79")))
			.content();
		this.simulator.enqueue(Answer.text(" 9.9."));
		verify(answer, " 9.9.");
		assertThat(this.simulator.log().last().body()).contains("\"reasoning_content\":\"9.90 - 9.11 = 0.79\"");
	}

	@Test
	void wholeAnswersBelongIntoConversations() {
		DeepSeekOperations deepSeek = this.deepSeek;
		Conversation conversation = Conversation.empty().user("Why is the sky blue?");
		String beginning = "It is blue";
		Mono<Conversation> history = deepSeek.prompt()
			.conversation(conversation)
			.prefix(beginning)
			.content()
			.map((rest) -> conversation.append(ChatMessage.assistant(beginning + rest)));
		this.simulator.enqueue(Answer.text(" because light scatters."), Answer.text("No."));
		verify(history.flatMap((longer) -> deepSeek.prompt().conversation(longer.user("Is it?")).content()), "No.");
		assertThat(this.simulator.log().last().body()).contains("It is blue because light scatters.")
			.doesNotContain("prefix");
	}

	@Test
	void modelsTellWhatTheyCanDo() {
		DeepSeekOperations deepSeek = this.deepSeek;
		Flux<String> seeing = deepSeek.models()
			.filter((model) -> model.inputModalities().contains("image"))
			.map(Model::id);
		verify(seeing, "deepseek-flash");
	}

	@Test
	void balanceIsTold() {
		DeepSeekOperations deepSeek = this.deepSeek;
		Mono<String> money = deepSeek.balance()
			.filter((balance) -> Boolean.TRUE.equals(balance.available()))
			.flatMapIterable(Balance::infos)
			.map((info) -> info.total().toPlainString() + " " + info.currency())
			.collect(Collectors.joining(", "));
		this.simulator.account()
			.balances(new SimulatedBalance("CNY", BigDecimal.ONE, BigDecimal.TEN),
					new SimulatedBalance("USD", BigDecimal.ZERO, new BigDecimal("0.1")));
		verify(money, "11.00 CNY, 0.10 USD");
		this.simulator.account().balance(BigDecimal.ZERO);
		verify(money, "");
	}

	@SafeVarargs
	private static <T> void verify(Publisher<T> source, T... expected) {
		StepVerifier.create(source).expectNext(expected).expectComplete().verify(PATIENCE);
	}

	@RestController
	static class Gateway {

		private final DeepSeekOperations deepSeek;

		Gateway(DeepSeekOperations deepSeek) {
			this.deepSeek = deepSeek;
		}

		@PostMapping(path = "/completions", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ServerSentEvent<Completion>> complete(@RequestBody CompletionRequest request) {
			return this.deepSeek.streamCompletionServerSentEvents(request);
		}

	}

}
