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

package io.github.deepseekspring.samples.redis.board;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(BoardProperties.class)
public class BoardApplication {

	static final String MODEL = "deepseek-v4-flash";

	private static final int CHUNKS = 20;

	public static void main(String[] args) {
		run(args);
	}

	static ConfigurableApplicationContext run(String... args) {
		return new SpringApplicationBuilder(BoardApplication.class).properties("spring.config.name=board").run(args);
	}

	@Bean
	DeepSeekSimulator simulator(BoardProperties properties) {
		DeepSeekSimulator simulator = DeepSeekSimulator.builder()
			.account((account) -> account.limit(MODEL, properties.limit()))
			.start();
		simulator.answerAll((request) -> answer(properties.answerTime()));
		return simulator;
	}

	/**
	 * Some answers take half of the time, some one and a half times as long.
	 */
	private static Answer answer(Duration time) {
		String[] chunks = new String[CHUNKS];
		Arrays.fill(chunks, "blue ");
		long millis = time.toMillis() / 2 + ThreadLocalRandom.current().nextLong(time.toMillis() + 1);
		return Answer.chunks(chunks).chunkInterval(Duration.ofMillis(millis).dividedBy(CHUNKS));
	}

	@Bean
	RedisServer redis(@Value("${deepseek.redis-server:}") String program) {
		return RedisServer.start(program);
	}

	@Bean
	Fleet fleet(BoardProperties properties, DeepSeekSimulator simulator, RedisServer redis) {
		return Fleet.start(properties, simulator.baseUrl(), redis.port());
	}

}
