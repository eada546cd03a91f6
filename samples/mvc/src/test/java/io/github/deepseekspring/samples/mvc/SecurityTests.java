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

package io.github.deepseekspring.samples.mvc;

import java.net.http.HttpResponse;

import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of who may come in, and how.
 */
@MvcTest
@Timeout(60)
class SecurityTests {

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	@BeforeEach
	void reset() {
		this.simulator.log().awaitIdle(Client.PATIENCE);
		this.simulator.reset();
	}

	@Test
	void whoeverIsNotLoggedInIsLedToTheLogin() {
		HttpResponse<String> response = Client.browser(this.port).get("/");
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(Client.location(response)).endsWith("/login");
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "emitter", "blocking" })
	void whoeverIsNobodyIsAnsweredNothing(String style) {
		Client stranger = Client.browser(this.port);
		stranger.get("/login");
		assertThat(stranger.ask(style).statusCode()).isEqualTo(401);
		assertThat(Client.program(this.port, null).ask(style).statusCode()).isEqualTo(401);
		assertThat(Client.program(this.port, "Bearer e30.e30.e30").ask(style).statusCode()).isEqualTo(401);
		assertThat(this.simulator.log().requests()).isEmpty();
	}

	@Test
	void whenAnotherSiteSendsTheRequestThenItIsRefused() {
		assertThat(Client.browser(this.port, "ada").askFromAnotherSite("blocking").statusCode()).isEqualTo(403);
		assertThat(this.simulator.log().requests()).isEmpty();
	}

	@Test
	void aPasswordIsGoodForATokenAndOnlyATokenForTheRest() {
		assertThat(Client.program(this.port, null).post("/api/token", "").statusCode()).isEqualTo(401);
		assertThat(Client.program(this.port, Client.basic("stranger")).post("/api/token", "").statusCode())
			.isEqualTo(401);
		assertThat(Client.program(this.port, Client.basic("ada")).ask("blocking").statusCode()).isEqualTo(403);
		Client program = Client.programOf(this.port, "ada");
		assertThat(program.get("/api/chat/me").body()).isEqualTo("{\"name\":\"ada\"}");
		assertThat(program.post("/api/token", "").statusCode()).isEqualTo(403);
	}

	@Test
	void neitherWayInIsGoodForTheOther() {
		Client browser = Client.browser(this.port, "ada");
		assertThat(browser.get("/chat/me").body()).isEqualTo("{\"name\":\"ada\"}");
		assertThat(browser.get("/api/chat/me").statusCode()).isEqualTo(401);
		Client program = Client.programOf(this.port, "ada");
		assertThat(program.get("/api/chat/me").headers().firstValue("Set-Cookie")).isEmpty();
		assertThat(program.get("/chat/me").statusCode()).isEqualTo(401);
	}

	@Test
	void thePageLoadsNothingFromElsewhere() {
		Client browser = Client.browser(this.port, "ada");
		HttpResponse<String> page = browser.get("/");
		assertThat(page.headers().firstValue("Content-Security-Policy"))
			.hasValueSatisfying((policy) -> assertThat(policy).startsWith("default-src 'self';"));
		assertThat(page.body()).contains("page.js").doesNotContain("style=", "http://", "https://");
		for (String file : new String[] { "/page.js", "/page.css", "/icon.svg" }) {
			assertThat(browser.get(file).statusCode()).as(file).isEqualTo(200);
		}
	}

	@Test
	void whatIsNotThereIsNotFound() {
		assertThat(Client.browser(this.port, "ada").get("/chat/nothing").statusCode()).isEqualTo(404);
		assertThat(Client.programOf(this.port, "ada").get("/api/chat/nothing").statusCode()).isEqualTo(404);
	}

}
