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
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.ToolCall;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.schema.JsonSchema;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/tools.md}.
 */
class ToolsPageTests {

	private static final String PAGE = "docs/tools.md";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String ORDER = "{\"customer\":\"ada\",\"number\":7}";

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekTemplate deepSeek = DeepSeekTemplate.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.build();

	private final OrderService orders = new OrderService();

	private final ToolFunction<Order> status = ToolFunction.of("order_status", "Tells how far an order is.",
			Order.class, this.orders::find);

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of(PAGE).assertExamplesAreIn(getClass(), 8);
	}

	@Test
	void thePageTellsTheTextOfNoResult() {
		assertThat(Page.of(PAGE).text()).contains("| `" + ToolResult.NOTHING + "` |");
	}

	@Test
	void toolsRunByThemselves() {
		this.simulator.enqueue(Answer.toolCall("order_status", ORDER).toolCall("opening_hours", "{}"),
				Answer.text("It is packed."));
		assertThat(new SupportDesk(this.deepSeek, this.orders).answer("Where is it?").block(PATIENCE))
			.isEqualTo("It is packed.");
		assertThat(this.simulator.log().last().body()).contains("\"packed for ada\"").contains("\"9 to 17\"");
	}

	@Test
	void toolsCanBeStrict() {
		OrderService orders = this.orders;
		ToolFunction<Order> strict = ToolFunction
			.of("order_status", "Tells how far an order is.", Order.class, orders::find)
			.asStrict();
		assertThat(this.deepSeek.prompt("Where is it?").tools(strict).content().block(PATIENCE)).isNotNull();
		assertThat(this.simulator.log().last().path()).startsWith("/beta/");
	}

	@Test
	void toolsCanHaveASchema() {
		JsonSchema schema = JsonSchema
			.of(Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string"))));
		ToolFunction<JsonNode> weather = ToolFunction.of("weather", "Tells the weather of a city.", schema,
				(input) -> "Rain in " + input.path("city").asString());
		this.simulator.enqueue(Answer.toolCall("weather", "{\"city\":\"Oslo\"}"), Answer.text("Take an umbrella."));
		assertThat(this.deepSeek.prompt("What is it like in Oslo?").tools(weather).content().block(PATIENCE))
			.isEqualTo("Take an umbrella.");
		assertThat(this.simulator.log().last().body()).contains("\"content\":\"Rain in Oslo\"");
	}

	@Test
	void toolsKnowWhoIsLoggedIn() {
		ToolFunction<?> blocking = ToolFunction.of("who_blocking", "Tells who asks.",
				() -> SecurityContextHolder.getContext().getAuthentication().getName());

		ToolFunction<?> reactive = ToolFunction.of("who_reactive", "Tells who asks.",
				() -> ReactiveSecurityContextHolder.getContext()
					.map((context) -> context.getAuthentication().getName()));
		this.simulator.enqueue(Answer.toolCall("who_blocking", "{}"), Answer.toolCall("who_reactive", "{}"),
				Answer.text("You are Ada."));
		this.deepSeek.prompt("Who am I?")
			.tools(blocking, reactive)
			.content()
			.contextWrite(
					ReactiveSecurityContextHolder.withAuthentication(new TestingAuthenticationToken("ada", "password")))
			.block(PATIENCE);
		assertThat(this.simulator.log().last().body().split("\"content\":\"ada\"", -1)).hasSize(3);
	}

	@Test
	void failuresCanBeTreatedInAnotherWay() {
		DeepSeekTemplate deepSeek = this.deepSeek;
		String question = "Where is it?";
		ToolFunction<?> status = ToolFunction.of("order_status", "Tells how far an order is.", () -> {
			throw new AccessDeniedException("not yours");
		});
		Mono<String> answer = deepSeek.prompt(question)
			.tools(status)
			.toolSettings((settings) -> settings.withMaxRounds(5).withOnFailure((call, failure) -> {
				if (failure instanceof AccessDeniedException denied) {
					throw denied;
				}
				return ToolFailureHandler.tellModel().handle(call, failure);
			}))
			.content();
		this.simulator.enqueue(Answer.toolCall("order_status", "{}"));
		StepVerifier.create(answer).expectError(AccessDeniedException.class).verify(PATIENCE);
		this.simulator.enqueue(Answer.toolCall("unknown", "{}"), Answer.text("I cannot say."));
		StepVerifier.create(answer).expectNext("I cannot say.").expectComplete().verify(PATIENCE);
	}

	@Test
	void roundsCanBeSeen() {
		DeepSeekTemplate deepSeek = this.deepSeek;
		String question = "Where is it?";
		ToolFunction<Order> status = this.status;
		Flux<String> progress = deepSeek.prompt(question).tools(status).stream().events().mapNotNull((event) -> {
			if (event instanceof ChatEvent.Text text) {
				return text.text();
			}
			return (event instanceof ChatEvent.ToolStarted started) ? "[" + started.call().name() + "]" : null;
		});
		this.simulator.enqueue(Answer.toolCall("order_status", ORDER), Answer.chunks("It is ", "packed."));
		StepVerifier.create(progress)
			.expectNext("[order_status]", "It is ", "packed.")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void roundsBelongToTheHistory() {
		DeepSeekTemplate deepSeek = this.deepSeek;
		Conversation conversation = Conversation.empty().user("Where is it?");
		ToolFunction<Order> status = this.status;
		Mono<Conversation> history = deepSeek.prompt()
			.conversation(conversation)
			.tools(status)
			.events()
			.reduce(conversation, Conversation::append);
		this.simulator.enqueue(Answer.toolCall("order_status", ORDER), Answer.text("It is packed."));
		StepVerifier.create(history)
			.assertNext((all) -> assertThat(all.messages()).extracting(ChatMessage::role)
				.containsExactly("user", "assistant", "tool", "assistant"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void toolsOfTheRequestAreLeftToTheCaller() {
		DeepSeekTemplate deepSeek = this.deepSeek;
		String question = "Where is it?";
		Map<String, Object> schema = Map.of("type", "object");
		Mono<List<ToolCall>> calls = deepSeek.prompt(question)
			.options((options) -> options.tools(Tool.function("lookup", "Looks something up.", schema)))
			.completion()
			.map(ChatCompletion::toolCalls);
		this.simulator.enqueue(Answer.toolCall("lookup", "{}"));
		StepVerifier.create(calls)
			.assertNext((asked) -> assertThat(asked).extracting(ToolCall::name).containsExactly("lookup"))
			.expectComplete()
			.verify(PATIENCE);
	}

	record Order(String customer, int number) {
	}

	@Service
	static class SupportDesk {

		private final DeepSeekTemplate deepSeek;

		private final ToolFunction<Order> status;

		private final ToolFunction<?> openingHours;

		SupportDesk(DeepSeekTemplate deepSeek, OrderService orders) {
			this.deepSeek = deepSeek;
			this.status = ToolFunction.of("order_status", "Tells how far an order is.", Order.class,
					(order) -> orders.find(order.customer(), order.number()));
			this.openingHours = ToolFunction.of("opening_hours", "Tells when the shop is open.", () -> "9 to 17");
		}

		Mono<String> answer(String question) {
			return this.deepSeek.prompt(question).tools(this.status, this.openingHours).content();
		}

	}

	static class OrderService {

		String find(String customer, int number) {
			return "packed for " + customer;
		}

		String find(Order order) {
			return find(order.customer(), order.number());
		}

	}

}
