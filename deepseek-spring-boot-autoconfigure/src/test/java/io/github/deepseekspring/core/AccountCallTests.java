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

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InsufficientBalanceException;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.account.Balance;
import io.github.deepseekspring.account.BalanceInfo;
import io.github.deepseekspring.account.Model;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.simulator.SimulatedBalance;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.user.CallerResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the calls that tell about the account, over sockets.
 */
class AccountCallTests {

	@AutoClose
	private final Wire wire = new Wire();

	@Test
	void modelsAreListed() {
		List<Model> models = Signals.of(this.wire.template().models()).complete();
		assertThat(models).extracting(Model::id).contains("deepseek-flash", "deepseek-v4-pro");
		assertThat(models).filteredOn((model) -> "deepseek-flash".equals(model.id()))
			.singleElement()
			.satisfies((model) -> {
				assertThat(model.contextWindow()).isEqualTo(1_048_576);
				assertThat(model.inputModalities()).containsExactly("text", "image");
			});
	}

	@Test
	void modelsOfOlderServersAreListed() {
		this.wire.answer(Answer.of(200, "application/json", """
				{"object":"list","data":[{"id":"deepseek-chat","object":"model","owned_by":"deepseek"},
				{"id":"deepseek-reasoner","object":"model","owned_by":"deepseek"}]}"""));
		assertThat(Signals.of(this.wire.template().models()).complete())
			.allSatisfy((model) -> assertThat(model.ownedBy()).isEqualTo("deepseek"))
			.extracting(Model::id)
			.containsExactly("deepseek-chat", "deepseek-reasoner");
	}

	@Test
	void modelsOfNewerServersAreListed() {
		this.wire.answer(Answer.of(200, "application/octet-stream", """
				\n{"object":"list","novel":1,"data":[{"id":"deepseek-flash","object":"model","owned_by":"deepseek",
				"name":"DeepSeek-V4.1-Flash","context_window":1048576,"max_output_tokens":393216,
				"input_modalities":["text","image"],"output_modalities":["text"],"novel":{"a":[]},
				"effort":{"supported_levels":["none","low","high","max"],"default_level":"high"},
				"api_capabilities":{"anthropic_messages":{"system_prompt_update":"in-history"}}}]}"""));
		assertThat(Signals.of(this.wire.template().models()).complete()).singleElement().satisfies((model) -> {
			assertThat(model.name()).isEqualTo("DeepSeek-V4.1-Flash");
			assertThat(model.maxOutputTokens()).isEqualTo(393_216);
			assertThat(model.effort().supportedLevels()).containsExactly("none", "low", "high", "max");
			assertThat(model.effort().defaultLevel()).isEqualTo("high");
			assertThat(model.apiCapabilities().anthropicMessages().systemPromptUpdate()).isEqualTo("in-history");
		});
	}

	@Test
	void whenThereAreNoModelsThenNoneAreListed() {
		this.wire.answer(Answer.of(200, "application/json", "{\"object\":\"list\",\"data\":[]}"));
		assertThat(Signals.of(this.wire.template().models()).complete()).isEmpty();
	}

	@Test
	void balanceIsTold() {
		this.wire.answer(Answer.of(200, "application/json", """
				{"is_available":true,"balance_infos":[{"currency":"CNY","total_balance":"110.00",\
				"granted_balance":"10.00","topped_up_balance":"100.00"}]}"""));
		assertThat(Signals.of(this.wire.template().balance()).complete()).containsExactly(new Balance(true, List
			.of(new BalanceInfo("CNY", new BigDecimal("110.00"), new BigDecimal("10.00"), new BigDecimal("100.00")))));
	}

	@Test
	void balanceHasEachCurrency() {
		this.wire.simulator()
			.account()
			.balances(new SimulatedBalance("CNY", new BigDecimal("0.07"), new BigDecimal("123456789012345678.90")),
					new SimulatedBalance("USD", BigDecimal.ZERO, new BigDecimal("-3.5")));
		assertThat(Signals.of(this.wire.template().balance()).complete()).containsExactly(new Balance(true, List.of(
				new BalanceInfo("CNY", new BigDecimal("123456789012345678.97"), new BigDecimal("0.07"),
						new BigDecimal("123456789012345678.90")),
				new BalanceInfo("USD", new BigDecimal("-3.50"), new BigDecimal("0.00"), new BigDecimal("-3.50")))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "\"1e2\"|1e2", "0.10|0.10", "1e-400|1e-400", "12|12", "null|", "\"\"|",
			"\"0.1000000000000000055511151231257827\"|0.1000000000000000055511151231257827" })
	void unusualAmountsAreExactOrMissing(String written, @Nullable String expected) {
		this.wire.answer(Answer.of(200, "application/json",
				"{\"balance_infos\":[null,{\"currency\":\"USD\",\"total_balance\":" + written + "}]}"));
		Balance balance = Signals.of(this.wire.template().balance()).complete().get(0);
		assertThat(balance.available()).isNull();
		assertThat(balance.infos())
			.containsExactly(new BalanceInfo("USD", (expected != null) ? new BigDecimal(expected) : null, null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"much\"", "\"NaN\"", "[]", "{}", "true" })
	void whenAnAmountIsNoNumberThenTheAnswerIsMalformed(String written) {
		this.wire.answer(Answer.of(200, "application/json",
				"{\"is_available\":true,\"balance_infos\":[{\"total_balance\":" + written + "}]}"));
		assertThat(Signals.of(this.wire.template().balance()).failure(MalformedAnswerException.class))
			.hasMessageNotContaining("much");
	}

	@Test
	void whenThereIsNoMoneyThenTheBalanceSaysSo() {
		this.wire.simulator().account().balance(BigDecimal.ZERO);
		Balance balance = Signals.of(this.wire.template().balance()).complete().get(0);
		assertThat(balance.available()).isFalse();
		assertThat(balance.infos().get(0).total()).isEqualByComparingTo("0");
	}

	@ParameterizedTest
	@CsvSource({ "'',/models,/user/balance", "/v1,/v1/models,/user/balance", "/beta,/beta/models,/user/balance",
			"/anthropic,/models,/user/balance" })
	void requestsHaveAKeyAndNoBody(String base, String models, String balance) {
		DeepSeekTemplate template = this.wire.builder()
			.baseUrl(URI.create(this.wire.simulator().baseUrl() + base))
			.build();
		Signals.of(template.models()).complete();
		assertRequest(this.wire.log().last(), models);
		Signals.of(template.balance()).complete();
		assertRequest(this.wire.log().last(), balance);
	}

	private static void assertRequest(RecordedRequest request, String path) {
		assertThat(request.method()).isEqualTo("GET");
		assertThat(request.path()).isEqualTo(path);
		assertThat(request.header("Authorization")).isEqualTo("Bearer " + Wire.API_KEY);
		assertThat(request.header("Accept")).isEqualTo("application/json");
		assertThat(request.header("Content-Type")).isNull();
		assertThat(request.header("x-api-key")).isNull();
		assertThat(request.bytes()).isEmpty();
	}

	@Test
	void noSlotAndNoCallerAreNeeded() {
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(oneSlot());
		DeepSeekTemplate template = this.wire.builder()
			.concurrencyLimiter(limiter)
			.callerResolver((explicit) -> (explicit != null) ? CallerResolver.nobody().resolve(explicit)
					: Mono.error(new IllegalStateException("nobody is asked for")))
			.build();
		this.wire.answer(Answer.raw().keepAlive().hang());
		Disposable running = template.prompt("Hi").userId("alice").stream().content().subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		Signals.of(template.models()).complete();
		Signals.of(template.balance()).complete();
		limiter.shutdown();
		Signals.of(template.models()).complete();
		running.dispose();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void serverCountsNoSlot(boolean balance) {
		this.wire.simulator().account().limit("deepseek-flash", 0).limit("deepseek-v4-pro", 0);
		this.wire.answer(Answer.raw().hang());
		Disposable hanging = Flux.from(call(this.wire.template(), balance)).subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		assertThat(this.wire.log().inFlight()).isZero();
		assertThat(Signals.of(call(this.wire.template(), balance)).complete()).isNotEmpty();
		hanging.dispose();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void errorsHaveTheirExceptions(boolean balance) {
		this.wire.answer(Answer.unauthorized(), Answer.insufficientBalance(), Answer.rateLimited(), Answer.overloaded(),
				Answer.htmlBadGateway(), Answer.missingKey());
		failure(balance, InvalidApiKeyException.class);
		failure(balance, InsufficientBalanceException.class);
		failure(balance, RateLimitException.class);
		failure(balance, OverloadedException.class);
		failure(balance, ServerException.class);
		failure(balance, InvalidApiKeyException.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsNoAnswerIsAFailure(boolean balance) {
		String begun = balance ? "{\"is_available\":true," : "{\"data\":[";
		this.wire.answer(Answer.of(200, "application/json", "{}"), Answer.of(200, "application/json", "[]"),
				Answer.of(200, "text/html", "<html>Log in</html>"), Answer.of(200, "application/json", begun),
				Answer.raw(200, "application/json").write("\n\n").end(), Answer.of(200, "application/json",
						Payloads.error("Service is too busy", "service_unavailable_error", "x")));
		failure(balance, MalformedAnswerException.class);
		failure(balance, MalformedAnswerException.class);
		failure(balance, MalformedAnswerException.class);
		failure(balance, TruncatedException.class);
		failure(balance, ClosedBeforeInferenceException.class);
		failure(balance, OverloadedException.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAnotherAttemptCanHelpThenTheRequestIsSentAgain(boolean balance) {
		this.wire.answer(Answer.overloaded(), Answer.raw().resetBeforeHeaders());
		DeepSeekTemplate template = this.wire.builder().retry(Wire.attempts(3)).build();
		assertThat(Signals.of(call(template, balance)).complete()).isNotEmpty();
		assertThat(this.wire.log().requests()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenServerIsSilentThenTheClockForBytesRunsOut(boolean balance) {
		this.wire.answer(Answer.raw().hang());
		Timeouts timeouts = Timeouts.defaults().withWireIdle(Duration.ofMillis(200));
		StalledException failure = Signals.of(call(this.wire.builder().timeouts(timeouts).build(), balance))
			.failure(StalledException.class);
		assertThat(failure.getClock()).isEqualTo(Clock.WIRE_IDLE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenServerIsTooSlowThenTheClockForTheCallRunsOut(boolean balance) {
		this.wire.answer(Answer.raw().repeat("\n", Duration.ofMillis(10)));
		Timeouts timeouts = Timeouts.defaults().withOverall(Duration.ofMillis(200));
		StalledException failure = Signals.of(call(this.wire.builder().timeouts(timeouts).build(), balance))
			.failure(StalledException.class);
		assertThat(failure.getClock()).isEqualTo(Clock.OVERALL);
		assertThat(this.wire.log().last().ended().block(Wire.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancelledThenServerSeesIt(boolean balance) {
		this.wire.answer(Answer.raw().hang());
		Disposable call = Flux.from(call(this.wire.template(), balance)).subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		call.dispose();
		assertThat(this.wire.log().last().ended().block(Wire.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void callsFollowEachOtherOnOneConnection() {
		DeepSeekTemplate template = this.wire.template();
		for (int i = 0; i < 5; i++) {
			Signals.of(template.models()).complete();
			Signals.of(template.balance()).complete();
		}
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::connectionId).containsOnly(1L);
	}

	private void failure(boolean balance, Class<? extends DeepSeekException> type) {
		Signals.of(call(this.wire.template(), balance)).failure(type);
	}

	private static Publisher<?> call(DeepSeekTemplate template, boolean balance) {
		return balance ? template.balance() : template.models();
	}

	private static ConcurrencySettings oneSlot() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		return new ConcurrencySettings(true, defaults.accountType(), Map.of("deepseek-v4-flash", 1), Map.of(), 1,
				Map.of(), 10, Duration.ofHours(1), defaults.linger(), defaults.adaptive());
	}

}
