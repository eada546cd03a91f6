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

package io.github.deepseekspring.samples.springai;

import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class SupportApplication {

	private final ChatClient client;

	SupportApplication(ChatClient.Builder builder) {
		this.client = builder.defaultSystem("Be helpful and brief.").defaultTools(this).build();
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SupportApplication.class);
		if (!StringUtils.hasText(System.getenv("DEEPSEEK_API_KEY"))) {
			application.setAdditionalProfiles("simulator");
		}
		application.run(args);
	}

	@GetMapping(path = "/ask", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> ask(@RequestParam String question) {
		return this.client.prompt(question).stream().content();
	}

	@Tool(name = "order_status", description = "Tells how far an order is.")
	String orderStatus(int number) {
		return "Order " + number + " is packed.";
	}

	@EventListener
	void ready(WebServerInitializedEvent event) {
		String url = "http://localhost:" + event.getWebServer().getPort() + "/ask?question=Where+is+order+7";
		LogFactory.getLog(getClass()).info("Ask with: curl -N -u ada:password '" + url + "'");
	}

	@Bean
	static InMemoryUserDetailsManager users() {
		return new InMemoryUserDetailsManager(User.withUsername("ada").password("{noop}password").build(),
				User.withUsername("grace").password("{noop}password").build());
	}

}
