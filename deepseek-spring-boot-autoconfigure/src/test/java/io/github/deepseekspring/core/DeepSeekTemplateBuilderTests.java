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

package io.github.deepseekspring.core;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeepSeekTemplateBuilder}.
 */
class DeepSeekTemplateBuilderTests {

	@AutoClose
	private final Wire wire = new Wire();

	@ParameterizedTest
	@ValueSource(strings = { "sk-12 345", "sk-12\n345", "sk-12\r", "sk-12\t345", "sk-12\u00a0", "sk-12\u4f60",
			"sk-12\u200b", "sk-12\u007f", "sk-12\ud83c\udf0a" })
	void whenKeyIsNotVisibleAsciiThenPlaceIsNamedAndNotTheKey(String apiKey) {
		assertThatIllegalArgumentException().isThrownBy(() -> DeepSeekTemplate.builder().apiKey(apiKey))
			.withMessageContaining("'apiKey'")
			.withMessageContaining("position 6")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("sk-", "345"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void whenKeyIsEmptyThenSaysSo(String apiKey) {
		assertThatIllegalArgumentException().isThrownBy(() -> DeepSeekTemplate.builder().apiKey(apiKey))
			.withMessageContaining("'apiKey'");
	}

	@Test
	void everyVisibleAsciiCharacterMayBeInAKey() {
		StringBuilder visible = new StringBuilder();
		for (char character = '!'; character <= '~'; character++) {
			visible.append(character);
		}
		this.wire.answer(Answer.text("blue"));
		Signals.of(this.wire.builder().apiKey(visible.toString()).build().chat(Wire.REQUEST)).complete();
		assertThat(this.wire.log().requests()).singleElement()
			.satisfies((request) -> assertThat(request.header("Authorization")).isEqualTo("Bearer " + visible));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "x-api-key" })
	void whenApplicationSetsAHeaderForTheKeyThenOursIsNotSent(String header) {
		this.wire.answer(Answer.of(200, "application/json", Payloads.completion("blue")));
		DeepSeekTemplate template = this.wire.builder()
			.webClient((client) -> client.defaultHeader(header, "Bearer of-a-gateway"))
			.build();
		Signals.of(template.chat(Wire.REQUEST));
		RecordedRequest request = this.wire.log().last();
		assertThat(request.header(header)).isEqualTo("Bearer of-a-gateway");
		assertThat(request.headers().toString()).doesNotContain(Wire.API_KEY);
	}

	@Test
	void idleConnectionsOfTheDefaultConnectorAreClosedAndOthersProbed() {
		HttpClient client = DefaultHttpClient.create(new FairConcurrencyLimiter(ConcurrencySettings.defaults()));
		assertThat(client.configuration().options().get(ChannelOption.SO_KEEPALIVE)).isEqualTo(true);
		Object settings = ReflectionTestUtils.getField(client.configuration().connectionProvider(),
				"defaultPoolFactory");
		assertThat(ReflectionTestUtils.getField(settings, "maxIdleTime")).isEqualTo(Duration.ofSeconds(30).toMillis());
	}

	@ParameterizedTest
	@CsvSource({ "100, 3500", "10000, 11000" })
	void poolOfTheDefaultConnectorIsNotSmallerThanTheLimits(int limit, int connections) {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				new ConcurrencySettings(true, defaults.accountType(), Map.of("deepseek-v4-flash", limit), Map.of(),
						1000, Map.of(), null, Duration.ZERO, defaults.linger(), defaults.adaptive()));
		HttpClient client = DefaultHttpClient.create(limiter);
		assertThat(client.configuration().connectionProvider().maxConnections()).isEqualTo(connections);
	}

	@ParameterizedTest
	@CsvSource({ "'', /chat/completions, /beta/chat/completions", "/, /chat/completions, /beta/chat/completions",
			"/v1, /v1/chat/completions, /beta/chat/completions", "/v1/, /v1/chat/completions, /beta/chat/completions",
			"/beta, /beta/chat/completions, /beta/chat/completions",
			"/beta/, /beta/chat/completions, /beta/chat/completions",
			"/beta/v1, /beta/v1/chat/completions, /beta/v1/chat/completions",
			"/proxy, /proxy/chat/completions, /proxy/beta/chat/completions",
			"/proxy/v1, /proxy/v1/chat/completions, /proxy/beta/chat/completions",
			"/v1/beta, /v1/beta/chat/completions, /v1/beta/chat/completions",
			"/v1/proxy, /v1/proxy/chat/completions, /v1/proxy/beta/chat/completions" })
	void pathsFitTheBaseUrl(String base, String path, String betaPath) {
		this.wire.answerAll(Answer.of(200, "application/json", Payloads.completion("blue")));
		DeepSeekTemplate template = this.wire.builder()
			.baseUrl(URI.create(this.wire.simulator().baseUrl() + base))
			.build();
		Signals.of(template.chat(Wire.REQUEST)).complete();
		ChatMessage prefix = ChatMessage.assistantPrefix("Because");
		Signals.of(template.prompt("Why?").options((request) -> request.message(prefix)).completion()).complete();
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::path).containsExactly(path, betaPath);
	}

}
