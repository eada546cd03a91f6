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

package io.github.deepseekspring.shared;

import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.core.DeepSeekTemplate;
import reactor.core.publisher.Flux;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An instance of an application, with connections and threads of its own.
 */
final class Instance implements AutoCloseable {

	static final String MODEL = "deepseek-v4-flash";

	private final ConfigurableApplicationContext context;

	private final DeepSeekTemplate template;

	private Instance(ConfigurableApplicationContext context) {
		this.context = context;
		this.template = context.getBean(DeepSeekTemplate.class);
	}

	/**
	 * Start an instance.
	 * @param settings properties, as {@code name=value}
	 * @return the instance, which takes requests
	 */
	static Instance start(Settings settings) {
		return new Instance(run(settings.arguments().toArray(String[]::new)));
	}

	static ConfigurableApplicationContext run(String[] arguments) {
		return new SpringApplicationBuilder(SharedApplication.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.main.log-startup-info=false")
			.run(arguments);
	}

	Flux<ChatCompletionChunk> ask(String user) {
		return this.template.prompt("Hi").userId(user).stream().chunks();
	}

	LimitGroupSnapshot group() {
		return this.context.getBean(FairConcurrencyLimiter.class)
			.snapshot()
			.stream()
			.filter((group) -> group.group().equals(MODEL))
			.findFirst()
			.orElseThrow();
	}

	boolean isShared() {
		LimitGroupSnapshot.Shared shared = group().shared();
		return shared != null && shared.available();
	}

	StoreCalls storeCalls() {
		return this.context.getBean(StoreCalls.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
