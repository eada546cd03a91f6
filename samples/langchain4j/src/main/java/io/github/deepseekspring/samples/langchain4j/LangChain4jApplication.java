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

package io.github.deepseekspring.samples.langchain4j;

import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.Objects;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.service.AiServices;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class LangChain4jApplication {

	private final Assistant assistant;

	LangChain4jApplication(ChatModel model, StreamingChatModel streamingModel) {
		this.assistant = AiServices.builder(Assistant.class)
			.chatModel(model)
			.streamingChatModel(streamingModel)
			.tools(this)
			.chatMemoryProvider((user) -> MessageWindowChatMemory.withMaxMessages(20))
			.build();
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(LangChain4jApplication.class);
		if (!StringUtils.hasText(System.getenv("DEEPSEEK_API_KEY"))) {
			application.setAdditionalProfiles("simulator");
		}
		application.run(args);
	}

	@GetMapping("/answer")
	String answer(@RequestParam String message, Principal user) {
		return this.assistant.answer(user.getName(), message);
	}

	@GetMapping("/stream")
	SseEmitter stream(@RequestParam String message, Principal user) {
		SseEmitter emitter = new SseEmitter(0L);
		this.assistant.stream(user.getName(), message)
			.onPartialResponseWithContext((text, context) -> send(emitter, text.text(), context.streamingHandle()))
			.onCompleteResponse((response) -> emitter.complete())
			.onError(emitter::completeWithError)
			.start();
		return emitter;
	}

	/**
	 * A browser that has gone costs nothing more: the call to DeepSeek is closed.
	 */
	private static void send(SseEmitter emitter, String text, StreamingHandle call) {
		try {
			emitter.send(Map.of("text", text));
		}
		catch (IOException | IllegalStateException ex) {
			call.cancel();
		}
	}

	/**
	 * The user is the one who asks, in all rounds of a stream too.
	 */
	@Tool("Tells how far an order of the user is.")
	String orderStatus(@P(name = "number", value = "the number of the order") int number) {
		Authentication user = Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication());
		return "Order " + number + " of " + user.getName() + " is packed.";
	}

	@Bean
	static InMemoryUserDetailsManager users() {
		return new InMemoryUserDetailsManager(User.withUsername("ada").password("{noop}password").build(),
				User.withUsername("grace").password("{noop}password").build());
	}

}
