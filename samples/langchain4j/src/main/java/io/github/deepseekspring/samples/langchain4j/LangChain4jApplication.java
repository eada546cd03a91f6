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

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.service.AiServices;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.util.StringUtils;

@SpringBootApplication
public class LangChain4jApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(LangChain4jApplication.class);
		if (!StringUtils.hasText(System.getenv("DEEPSEEK_API_KEY"))) {
			application.setAdditionalProfiles("simulator");
		}
		application.run(args);
	}

	@Bean
	Assistant assistant(ChatModel model, StreamingChatModel streamingModel, OrderTools tools) {
		return AiServices.builder(Assistant.class)
			.chatModel(model)
			.streamingChatModel(streamingModel)
			.tools(tools)
			.chatMemoryProvider((user) -> MessageWindowChatMemory.withMaxMessages(20))
			.build();
	}

	@Bean
	InMemoryUserDetailsManager users() {
		return new InMemoryUserDetailsManager(user("ada"), user("grace"));
	}

	private static UserDetails user(String name) {
		return User.withUsername(name).password("{noop}password").roles("USER").build();
	}

}
