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

package io.github.deepseekspring.simulator;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the account: its limits, its kind, its balance.
 */
class LimitTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String PRO = Http.HELLO.replace("deepseek-flash", "deepseek-v4-pro");

	private DeepSeekSimulator simulator;

	private Http http;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.builder()
			.clock(SimulatorClock.manual())
			.chunkInterval(Http.seconds(1))
			.account((account) -> account.limit("deepseek-v4-pro", 2).limit("deepseek-flash", 3))
			.start();
		this.http = new Http(this.simulator);
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void whenAboveTheLimitThenThe429TellsIt() {
		occupy(2, PRO);
		HttpResponse<String> refused = this.http.chat(PRO);
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(refused.headers().firstValue("retry-after")).isEmpty();
		assertThat(refused.body()).isEqualTo("{\"error\":{\"message\":\"Too many requests. Your current concurrency is "
				+ "3, which exceeds your concurrency limit of 2 based on your remaining balance. Please top up your "
				+ "balance to restore your concurrency.\",\"type\":\"rate_limit_error\",\"param\":null,"
				+ "\"code\":\"invalid_request_error\"}}");
		assertThat(this.simulator.log().throttled()).isOne();
		assertThat(this.simulator.log().highestConcurrency("deepseek-v4-pro")).isEqualTo(2);
	}

	@Test
	void whenTheLimitIsNotToldThenThe429IsSilentAboutIt() {
		this.simulator.account().wordTheLimit(false).limit("deepseek-v4-pro", 0);
		assertThat(Http.error(this.http.chat(PRO))).startsWith("Too many requests.").doesNotContain("limit of");
	}

	@Test
	void whenAnAnswerHasEndedThenItsPlaceIsFreeAtOnce() {
		this.simulator.account().limit("deepseek-v4-pro", 1);
		String stream = PRO.replace("{\"model\"", "{\"stream\":true,\"model\"");
		this.simulator.answerAll((request) -> Answer.chunks("x").chunkInterval(Duration.ZERO));
		for (int i = 0; i < 200; i++) {
			assertThat(this.http.chat((i % 2 == 0) ? stream : PRO).statusCode()).isEqualTo(200);
		}
		assertThat(this.simulator.log().highestConcurrency()).isOne();
	}

	@Test
	void shouldCountUntilJustBeforeTheLastBytes() {
		List<Integer> counted = new CopyOnWriteArrayList<>();
		Step.Write write = new Step.Write(Step.Mark.OTHER, () -> {
			counted.add(this.simulator.log().inFlight());
			return new byte[] { ' ' };
		});
		this.simulator.enqueue(new RawAnswer(List.of(new Step.Head(200, Map.of()), write, write, write,
				new Step.End(Step.Ending.CLEAN, Outcome.COMPLETED))));
		this.http.chat(PRO);
		assertThat(counted).containsExactly(1, 1, 0);
	}

	@Test
	void whenAClientGoesAwayThenItsPlaceIsFree() {
		try (Wire wire = new Wire(this.simulator)) {
			wire.chat(PRO);
			this.simulator.log().awaitRequests(1, TIMEOUT);
			assertThat(this.simulator.log().inFlight("deepseek-v4-pro")).isOne();
		}
		this.simulator.log().awaitIdle(TIMEOUT);
		assertThat(this.simulator.log().inFlight("deepseek-v4-pro")).isZero();
		assertThat(this.simulator.log().last().outcome()).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void shouldAddUpForHowLongRequestsCounted() {
		RequestLog log = this.simulator.log();
		this.simulator.answerAll((request) -> Answer.chunks("a", "b", "c", "d"));
		assertThat(log.occupied("deepseek-v4-pro")).isZero();
		occupy(1, PRO);
		this.simulator.clock().advance(Http.seconds(1));
		occupy(1, PRO);
		this.simulator.clock().advance(Http.seconds(2));
		assertThat(log.occupied("deepseek-v4-pro")).isEqualTo(Http.seconds(5));
		assertThat(log.occupied("deepseek-flash")).isZero();
		this.simulator.clock().advance(Http.seconds(3));
		assertThat(log.occupied("deepseek-v4-pro")).isEqualTo(Http.seconds(8));
		this.simulator.reset();
		assertThat(log.occupied("deepseek-v4-pro")).isZero();
	}

	@Test
	void shouldCountTheNamesOfOneModelTogether() {
		occupy(1, Http.HELLO);
		occupy(1, Http.HELLO.replace("deepseek-flash", "deepseek-v4-flash"));
		occupy(1, Http.HELLO.replace("deepseek-flash", "deepseek-v4-flash-vision-exp"));
		assertThat(this.http.chat(Http.HELLO).statusCode()).isEqualTo(429);
		assertThat(this.simulator.log().inFlight("deepseek-v4-flash")).isEqualTo(3);
	}

	@Test
	void shouldCountModelsApart() {
		occupy(2, PRO);
		occupy(3, Http.HELLO);
		assertThat(this.simulator.log().highestConcurrency()).isEqualTo(5);
		assertThat(this.simulator.log().highestConcurrency("deepseek-flash")).isEqualTo(3);
	}

	@Test
	void shouldCountTheRequestsOfAllApisByTheModelThatServesThem() {
		occupy(1, PRO);
		occupy(1, Http.MESSAGES, PRO.replace("deepseek-v4-pro", "claude-opus-4-1"));
		String fim = "{\"model\":\"deepseek-v4-pro\",\"prompt\":\"a\"}";
		HttpResponse<String> refused = this.http.fim(fim);
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(Http.error(refused)).contains("concurrency is 3", "limit of 2");
		assertThat(Http.error(this.http.messages(PRO))).contains("limit of 2");
		occupy(1, Http.MESSAGES, PRO.replace("deepseek-v4-pro", "anything"));
		occupy(1, Http.FIM, fim.replace("deepseek-v4-pro", "deepseek-v4-flash"));
		assertThat(this.simulator.log().inFlight("deepseek-flash")).isEqualTo(2);
	}

	@Test
	void whenAccountIsExpandedThenTheUserOfAMessageHasALimit() {
		this.simulator.account().type(SimulatedAccount.Type.EXPANDED).userLimit("deepseek-v4-pro", 1);
		occupy(1, user("a"));
		String message = PRO.replace("{\"model\"", "{\"metadata\":{\"user_id\":\"a\"},\"model\"");
		assertThat(this.http.messages(message).statusCode()).isEqualTo(429);
		occupy(1, Http.MESSAGES, message.replace("\"a\"", "\"b\""));
	}

	@Test
	void whenAccountIsRegularThenUsersCountTogether() {
		this.simulator.account().userLimit("deepseek-v4-pro", 1);
		occupy(1, user("a"));
		occupy(1, user("a"));
		assertThat(this.http.chat(user("b")).statusCode()).isEqualTo(429);
	}

	@Test
	void whenAccountIsExpandedThenEachUserHasALimitToo() {
		this.simulator.account()
			.type(SimulatedAccount.Type.EXPANDED)
			.limit("deepseek-v4-pro", 10)
			.userLimit("deepseek-v4-pro", 1);
		occupy(1, user("a"));
		occupy(1, PRO);
		HttpResponse<String> refused = this.http.chat(user("a"));
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(refused.body()).doesNotContain("limit of");
		assertThat(this.http.chat(PRO).statusCode()).isEqualTo(429);
		occupy(1, user("b"));
		assertThat(this.simulator.log().inFlight()).isEqualTo(3);
	}

	@Test
	void whenTheLimitFallsThenTheNextRequestMeetsIt() {
		occupy(2, PRO);
		this.simulator.account().limit("deepseek-v4-pro", 1);
		assertThat(Http.error(this.http.chat(PRO))).contains("concurrency is 3", "limit of 1");
	}

	@Test
	void whenRequestIsThrottledThenTheScriptIsNotUsedUp() {
		this.simulator.account().limit("deepseek-v4-pro", 0);
		this.simulator.enqueue(Answer.chunks().finishReason("stop"), Answer.overloaded());
		assertThat(this.http.chat(PRO).statusCode()).isEqualTo(429);
		this.simulator.account().limit("deepseek-v4-pro", 1);
		assertThat(this.http.chat(PRO).statusCode()).isEqualTo(200);
		assertThat(this.http.chat(PRO).statusCode()).isEqualTo(503);
	}

	@Test
	void whenBalanceIsUsedUpThenAnswers402() {
		this.simulator.account().balance(BigDecimal.ZERO);
		HttpResponse<String> response = this.http.chat(PRO);
		assertThat(response.statusCode()).isEqualTo(402);
		assertThat(response.body()).isEqualTo("{\"error\":{\"message\":\"Insufficient Balance\",\"type\":"
				+ "\"unknown_error\",\"param\":null,\"code\":\"invalid_request_error\"}}");
		assertThat(this.http.get("/user/balance").body()).contains("\"is_available\":false", "\"0.00\"");
	}

	@Test
	void whenAccountIsSuspendedThenAnswers403() {
		this.simulator.account().suspended(true);
		assertThat(this.http.chat(PRO).statusCode()).isEqualTo(403);
		assertThat(this.http.get("/models").statusCode()).isEqualTo(200);
	}

	@Test
	void whenAModelIsAddedThenItIsServedWithALimitOfItsOwn() {
		assertThat(this.http.chat(Http.HELLO.replace("deepseek-flash", "deepseek-v5")).statusCode()).isEqualTo(400);
		this.simulator.account().limit("deepseek-v5", 1);
		String body = Http.HELLO.replace("deepseek-flash", "deepseek-v5");
		occupy(1, body);
		assertThat(this.http.chat(body).statusCode()).isEqualTo(429);
		assertThat(this.http.get("/models").body()).contains("deepseek-v5");
	}

	@Test
	void whenResetThenTheAccountIsAsItWasBuilt() {
		this.simulator.account()
			.limit("deepseek-v4-pro", 0)
			.limit("deepseek-v5", 1)
			.suspended(true)
			.balance(BigDecimal.ZERO)
			.wordTheLimit(false)
			.type(SimulatedAccount.Type.EXPANDED);
		this.simulator.reset();
		SimulatedAccount account = this.simulator.account();
		assertThat(account.limit("deepseek-v4-pro")).isEqualTo(2);
		assertThat(account.userLimit("deepseek-v4-pro")).isEqualTo(500);
		assertThat(account.suspended()).isFalse();
		assertThat(account.wordTheLimit()).isTrue();
		assertThat(account.balance()).isPositive();
		assertThat(account.type()).isEqualTo(SimulatedAccount.Type.REGULAR);
		assertThatIllegalArgumentException().isThrownBy(() -> account.limit("deepseek-v5"));
	}

	@Test
	void shouldStartWithThePublishedLimits() {
		try (DeepSeekSimulator fresh = DeepSeekSimulator.start()) {
			assertThat(fresh.account().limit("deepseek-v4-pro")).isEqualTo(500);
			assertThat(fresh.account().limit("deepseek-v4-flash")).isEqualTo(2500);
		}
	}

	private void occupy(int count, String body) {
		occupy(count, Http.CHAT, body);
	}

	private void occupy(int count, String path, String body) {
		int before = this.simulator.log().inFlight();
		int requests = this.simulator.log().requests().size();
		for (int i = 0; i < count; i++) {
			CompletableFuture<HttpResponse<String>> response = this.http.postAsync(path, body);
			assertThat(response).isNotCompletedExceptionally();
		}
		this.simulator.log().awaitRequests(requests + count, TIMEOUT);
		assertThat(this.simulator.log().inFlight()).isEqualTo(before + count);
	}

	private static String user(String userId) {
		return PRO.replace("{\"model\"", "{\"user_id\":\"" + userId + "\",\"model\"");
	}

}
