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

package io.github.deepseekspring.messages;

import java.time.Duration;
import java.util.Map;

import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.stream.KeepAlives;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
 * The examples of {@code docs/messages.md}.
 */
class MessagesPageTests {

	private static final String PAGE = "docs/messages.md";

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private DeepSeekSimulator simulator;

	private DeepSeekOperations deepSeek;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.start();
		this.deepSeek = DeepSeekTemplate.builder().baseUrl(this.simulator.baseUrl()).apiKey("sk-test").build();
	}

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void everyExampleIsInThisTest() {
		Page.of(PAGE).assertExamplesAreIn(getClass(), 6);
	}

	@Test
	void callsAndStreams() {
		DeepSeekOperations deepSeek = this.deepSeek;
		this.simulator.answerAll((asked) -> Answer.text("Rayleigh scattering."));
		// @formatter:off
		MessageRequest request = MessageRequest.builder()
			.system("Be brief.")
			.user("Why is the sky blue?")
			.effort("low")
			.build();
		Mono<String> answer = deepSeek.message(request).map(Message::text);
		Flux<String> tokens = deepSeek.streamMessage(request)
			.ofType(MessageEvent.ContentBlockDelta.class)
			.mapNotNull(MessageEvent.ContentBlockDelta::text);
		Mono<Message> whole = deepSeek.streamMessage(request)
			.collect(MessageAccumulator::new, MessageAccumulator::add)
			.map(MessageAccumulator::toMessage);
		// @formatter:on
		StepVerifier.create(answer).expectNext("Rayleigh scattering.").expectComplete().verify(LIMIT);
		StepVerifier.create(tokens.reduce("", String::concat))
			.expectNext("Rayleigh scattering.")
			.expectComplete()
			.verify(LIMIT);
		StepVerifier.create(whole.map(Message::text)).expectNext("Rayleigh scattering.").expectComplete().verify(LIMIT);
	}

	@Test
	void thinkingGoesBack() {
		DeepSeekOperations deepSeek = this.deepSeek;
		this.simulator.enqueue(Answer.text("").reasoning("Hm.").toolCall("weather", "{\"city\":\"Pisa\"}"),
				Answer.text("It is sunny."));
		// @formatter:off
		MessageTool weather = new MessageTool("weather", "The weather of a city", Map.of("type", "object"));
		MessageRequest question = MessageRequest.builder().user("The weather in Pisa?").tools(weather).build();
		Mono<Message> answer = deepSeek.message(question).flatMap((first) -> {
			ContentBlock[] results = first.toolUses()
				.stream()
				.map((call) -> ContentBlock.toolResult(call.id(), "sunny in " + call.input().get("city")))
				.toArray(ContentBlock[]::new);
			return deepSeek
				.message(question.mutate().message(first.toParam()).message(MessageParam.user(results)).build());
		});
		// @formatter:on
		StepVerifier.create(answer.map(Message::text)).expectNext("It is sunny.").expectComplete().verify(LIMIT);
		assertThat(this.simulator.log().last().body()).contains("\"thinking\":\"Hm.\"", "sunny in Pisa");
	}

	@Test
	void imagesAreBlocks() {
		this.simulator.enqueue(Answer.text("A cat."));
		String base64 = "iVBORw0KGgo=";
		// @formatter:off
		MessageRequest request = MessageRequest.builder()
			.model("deepseek-flash")
			.message(MessageParam.user(ContentBlock.text("What is it?"), ContentBlock.image("image/png", base64)))
			.build();
		// @formatter:on
		StepVerifier.create(this.deepSeek.message(request).map(Message::text))
			.expectNext("A cat.")
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void gatewaysPassEverythingOn() {
		this.simulator.enqueue(Answer.text("blue"));
		Flux<ServerSentEvent<MessageEvent>> events = new Gateway(this.deepSeek)
			.messages(MessageRequest.builder().user("Why is the sky blue?").build());
		StepVerifier.create(events.filter(KeepAlives::isKeepAlive).map(ServerSentEvent::comment))
			.expectNext("ping")
			.expectComplete()
			.verify(LIMIT);
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

		@PostMapping(path = "/v1/messages", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ServerSentEvent<MessageEvent>> messages(@RequestBody MessageRequest request) {
			MessageRequest ofCaller = request.mutate().userId(null).build();
			return this.deepSeek.streamMessageServerSentEvents(ofCaller);
		}

	}

}
