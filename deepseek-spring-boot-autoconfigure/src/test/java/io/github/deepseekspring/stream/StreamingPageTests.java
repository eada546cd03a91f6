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

package io.github.deepseekspring.stream;

import java.time.Duration;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplateBuilder;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/streaming.md}.
 */
class StreamingPageTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private DeepSeekSimulator simulator;

	private DeepSeekOperations deepSeek;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.start();
		this.deepSeek = new DeepSeekTemplateBuilder().baseUrl(this.simulator.baseUrl()).apiKey("sk-test").build();
	}

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of("docs/streaming.md").assertExamplesAreIn(getClass(), 6);
	}

	@Test
	void signalsShowTheWaiting() {
		this.simulator.enqueue(Answer.raw(200, MediaType.TEXT_EVENT_STREAM_VALUE)
			.keepAlive()
			.event(chunk("\"blue\"", "null"))
			.event(chunk("null", "\"stop\""))
			.done()
			.end());
		Flux<ChatEvent> events = this.deepSeek.prompt("Why is the sky blue?").stream().signals().events();
		StepVerifier.create(events)
			.expectNext(new ChatEvent.KeepAlive("keep-alive"))
			.expectNext(new ChatEvent.Text("blue"))
			.assertNext((event) -> assertThat(event).isInstanceOf(ChatEvent.Finished.class))
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void theWaysOfEndingCanBeToldApart() {
		Flux<String> answer = this.deepSeek.prompt("Why is the sky blue?")
			.stream()
			.content()
			.onErrorResume(ClosedBeforeInferenceException.class,
					(ex) -> Flux.just("DeepSeek is busy, please try again later."))
			.onErrorResume(TruncatedException.class, (ex) -> Flux.just(" [the answer broke off]"));
		this.simulator.enqueue(Answer.raw(200, MediaType.TEXT_EVENT_STREAM_VALUE).keepAlive().end());
		StepVerifier.create(answer)
			.expectNext("DeepSeek is busy, please try again later.")
			.expectComplete()
			.verify(LIMIT);
		this.simulator.enqueue(Answer.chunks("Because", " of").fault(Fault.close().beforeFinish()));
		StepVerifier.create(answer)
			.expectNext("Because", " of", " [the answer broke off]")
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void aFoldedAnswerThatBreaksOffCarriesItsText() {
		this.simulator.enqueue(Answer.chunks("Because", " of").fault(Fault.close().beforeFinish()));
		Mono<String> answer = this.deepSeek.prompt("Why is the sky blue?")
			.stream()
			.completion()
			.mapNotNull(ChatCompletion::content)
			.onErrorResume(TruncatedException.class, (ex) -> Mono.justOrEmpty(ex.getPartialContent()));
		StepVerifier.create(answer).expectNext("Because of").expectComplete().verify(LIMIT);
	}

	@Test
	void chunksAreWhatTheServerSends() {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.message(ChatMessage.user("Why is the sky blue?"))
			.logprobs(true)
			.build();
		Flux<ChatCompletionChunk> chunks = this.deepSeek.prompt().request(request).stream().chunks();
		this.simulator.enqueue(Answer.chunks("Because", " of"));
		StepVerifier.create(chunks.mapNotNull(ChatCompletionChunk::usage))
			.expectNextCount(1)
			.expectComplete()
			.verify(LIMIT);
		assertThat(this.simulator.log().last().body()).contains("\"logprobs\":true");
	}

	@Test
	void aCallCanHaveClocksOfItsOwn() {
		Mono<String> answer = this.deepSeek.prompt("Why is the sky blue?")
			.timeouts((timeouts) -> timeouts.withFirstData(Duration.ofSeconds(30)).withOverall(Duration.ofMinutes(2)))
			.content();
		this.simulator.enqueue(Answer.text("Because"));
		StepVerifier.create(answer).expectNext("Because").expectComplete().verify(LIMIT);
		this.simulator.enqueue(Answer.raw(200, MediaType.TEXT_EVENT_STREAM_VALUE).keepAlive().hang());
		StepVerifier
			.create(this.deepSeek.prompt("Why is the sky blue?")
				.timeouts((timeouts) -> timeouts.withFirstData(Duration.ofMillis(200)))
				.stream()
				.content())
			.expectError(StalledException.class)
			.verify(LIMIT);
	}

	@Test
	void aGatewayPassesKeepAlivesOn() {
		this.simulator.enqueue(Answer.raw(200, MediaType.TEXT_EVENT_STREAM_VALUE)
			.keepAlive()
			.event(chunk("\"blue\"", "\"stop\""))
			.done()
			.end());
		StepVerifier.create(new Gateway(this.deepSeek).answer("Why is the sky blue?"))
			.assertNext((event) -> assertThat(event.comment()).isEqualTo("keep-alive"))
			.assertNext((event) -> assertThat(KeepAlives.isKeepAlive(event)).isFalse())
			.expectComplete()
			.verify(LIMIT);
	}

	private static String chunk(String content, String finishReason) {
		return "{\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"deepseek-v4-flash\","
				+ "\"choices\":[{\"index\":0,\"delta\":{\"content\":" + content + "},\"finish_reason\":" + finishReason
				+ "}]}";
	}

	/**
	 * Passes answers on.
	 */
	@RestController
	static class Gateway {

		private final DeepSeekOperations deepSeek;

		Gateway(DeepSeekOperations deepSeek) {
			this.deepSeek = deepSeek;
		}

		@GetMapping(path = "/answer", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ServerSentEvent<ChatCompletionChunk>> answer(@RequestParam String question) {
			return this.deepSeek.prompt(question).stream().serverSentEvents();
		}

	}

}
