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

package io.github.deepseekspring.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.autoconfigure.actuate.DeepSeekEndpoint;
import io.github.deepseekspring.autoconfigure.actuate.DeepSeekEndpointAutoConfiguration;
import io.github.deepseekspring.autoconfigure.actuate.DeepSeekHealthAutoConfiguration;
import io.github.deepseekspring.autoconfigure.actuate.DeepSeekHealthIndicator;
import io.github.deepseekspring.autoconfigure.actuate.DeepSeekMetricsAutoConfiguration;
import io.github.deepseekspring.autoconfigure.langchain4j.DeepSeekLangChain4jAutoConfiguration;
import io.github.deepseekspring.autoconfigure.observation.DeepSeekObservationAutoConfiguration;
import io.github.deepseekspring.autoconfigure.redis.DeepSeekRedisAutoConfiguration;
import io.github.deepseekspring.autoconfigure.security.DeepSeekSecurityAutoConfiguration;
import io.github.deepseekspring.autoconfigure.simulator.DeepSeekSimulatorAutoConfiguration;
import io.github.deepseekspring.autoconfigure.springai.DeepSeekChatModelAutoConfiguration;
import io.github.deepseekspring.concurrency.redis.RedisLeaseStore;
import io.github.deepseekspring.core.BlockingDeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.langchain4j.DeepSeekChatModel;
import io.github.deepseekspring.observation.ConcurrencyLimiterMetrics;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.user.SecurityContextUserIdResolver;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The starter with security, actuator, simulator and the other frameworks.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ ConfigurationPropertiesAutoConfiguration.class, SslAutoConfiguration.class,
		HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class, DeepSeekAutoConfiguration.class,
		DeepSeekTokenAutoConfiguration.class, DeepSeekSecurityAutoConfiguration.class,
		DeepSeekSimulatorAutoConfiguration.class, EndpointAutoConfiguration.class, MetricsAutoConfiguration.class,
		CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
		ObservationAutoConfiguration.class, DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class,
		DeepSeekEndpointAutoConfiguration.class, DeepSeekMetricsAutoConfiguration.class,
		DeepSeekHealthAutoConfiguration.class, DeepSeekObservationAutoConfiguration.class,
		DeepSeekRedisAutoConfiguration.class, DeepSeekChatModelAutoConfiguration.class,
		DeepSeekLangChain4jAutoConfiguration.class })
public class CompleteApplication {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	public static void main(String[] arguments) {
		PlainApplication.run(CompleteApplication.class, arguments);
	}

	static String ask(String[] arguments) {
		try (ConfigurableApplicationContext context = PlainApplication.run(CompleteApplication.class, arguments)) {
			assertThat(context.getBean(SecurityContextUserIdResolver.class)).isNotNull();
			assertThat(context.getBean(DeepSeekEndpoint.class).deepSeek().groups()).isNotEmpty();
			assertThat(context.getBean(ConcurrencyLimiterMetrics.class)).isNotNull();
			assertThat(context.getBean(DeepSeekHealthIndicator.class)).isNotNull();
			assertThat(context.getBean(RedisLeaseStore.class)).isNotNull();
			assertThat(context.getBean(ChatModel.class).call("Why is the sky blue?")).isNotEmpty();
			assertThat(context.getBean(DeepSeekChatModel.class).chat("Why is the sky blue?")).isNotEmpty();
			assertThat(context.getBean(BlockingDeepSeekOperations.class).models()).isNotEmpty();
			assertThat(context.getBean(MeterRegistry.class).get("gen_ai.client.operation").timers()).isNotEmpty();
			DeepSeekOperations deepSeek = context.getBean(DeepSeekOperations.class);
			String answer = deepSeek.prompt("Why is the sky blue?").content().block(TIMEOUT);
			List<String> pieces = deepSeek.prompt("Why is the sky blue?")
				.stream()
				.content()
				.collectList()
				.block(TIMEOUT);
			assertThat(answer).isNotEmpty();
			assertThat(pieces).isNotEmpty();
			return context.getBean(DeepSeekSimulator.class).log().requests().size() + " requests";
		}
	}

}
