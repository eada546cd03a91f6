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

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.token.TokenCounter;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter brings into an application that has nothing else. It has a name that
 * generated code can be found by, which a nested class has not.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ ConfigurationPropertiesAutoConfiguration.class, SslAutoConfiguration.class,
		HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class, DeepSeekAutoConfiguration.class,
		DeepSeekTokenAutoConfiguration.class })
public class PlainApplication {

	public static void main(String[] arguments) {
		run(PlainApplication.class, arguments);
	}

	static ConfigurableApplicationContext run(Class<?> application, String[] arguments) {
		return new SpringApplicationBuilder(application).main(application)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.run(arguments);
	}

	static String inspect(String[] arguments) {
		try (ConfigurableApplicationContext context = run(PlainApplication.class, arguments)) {
			assertThat(context.getBean(DeepSeekTemplate.class)).isNotNull();
			assertThat(context.getBean(TokenCounter.class)).isNotNull();
			assertThat(context.getBean(CostCalculator.class)).isNotNull();
			DeepSeekProperties properties = context.getBean(DeepSeekProperties.class);
			return properties.chat().model() + ", key " + ((properties.apiKey() != null) ? "set" : "missing");
		}
	}

}
