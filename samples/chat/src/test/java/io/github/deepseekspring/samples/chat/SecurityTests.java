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

package io.github.deepseekspring.samples.chat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

@ChatTest
class SecurityTests {

	private static final Map<String, String> QUESTION = Map.of("message", "Why is the sky blue?");

	@LocalServerPort
	private int port;

	@Test
	void thePageIsServedToEverybodyAndRunsNothingButItsOwnScripts() {
		Browser.client(this.port)
			.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_HTML)
			.expectHeader()
			.value("Content-Security-Policy",
					(policy) -> assertThat(policy)
						.contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'",
								"require-trusted-types-for 'script'")
						.doesNotContain("unsafe"))
			.expectHeader()
			.valueEquals("X-Content-Type-Options", "nosniff")
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("<title>DeepSeek chat</title>").doesNotContain("style="));
	}

	@Test
	void theBoardIsTheSamePage() {
		String page = Browser.client(this.port)
			.get()
			.uri("/")
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		Browser.client(this.port)
			.get()
			.uri("/board")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_HTML)
			.expectBody(String.class)
			.isEqualTo(page);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/page.js", "/webjars/marked/lib/marked.esm.js", "/webjars/dompurify/dist/purify.es.mjs" })
	void theScriptsOfThePageAreServedAsModules(String script) {
		Browser.client(this.port)
			.get()
			.uri(script)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.valueOf("text/javascript"));
	}

	@Test
	void whenNobodyIsLoggedInThenThatIsNoFailure() {
		new Browser(this.port).get("/api/me")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.name")
			.isEqualTo(null)
			.jsonPath("$.simulated")
			.isEqualTo(true);
	}

	@Test
	void whenAProgramIsNotLoggedInThenItIsChallenged() {
		Browser.client(this.port)
			.get()
			.uri("/api/simulation")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.value(HttpHeaders.WWW_AUTHENTICATE, (challenge) -> assertThat(challenge).startsWith("Basic "));
	}

	@Test
	void whenThePageIsNotLoggedInThenNoDialogOfTheBrowserOpens() {
		new Browser(this.port).get("/api/simulation").expectStatus().isUnauthorized();
	}

	@Test
	void whenJsonIsAskedForWithoutAPasswordThenThereIsNoChallenge() {
		Browser.client(this.port)
			.get()
			.uri("/api/simulation")
			.accept(MediaType.APPLICATION_JSON)
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.doesNotExist(HttpHeaders.WWW_AUTHENTICATE);
	}

	@Test
	void whenTheFormIsSentThenTheUserIsLoggedInUntilTheLogout() {
		Browser browser = new Browser(this.port).openPage();
		browser.logIn("ada", "password")
			.expectStatus()
			.isNoContent()
			.expectHeader()
			.valueEquals(HttpHeaders.CONNECTION, "close");
		browser.get("/api/me")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.name")
			.isEqualTo("ada")
			.jsonPath("$.simulated")
			.isEqualTo(true);
		browser.post("/logout", "").expectStatus().isNoContent();
		browser.get("/api/simulation").expectStatus().isUnauthorized();
	}

	@Test
	void whenThePasswordIsWrongThenThePageIsToldInWords() {
		Browser browser = new Browser(this.port).openPage();
		browser.logIn("ada", "wrong")
			.expectStatus()
			.isUnauthorized()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("Please log in with a valid name and password.");
		browser.get("/api/simulation").expectStatus().isUnauthorized();
	}

	@Test
	void whenTheTokenIsMissingThenNeitherLoginNorLogoutNorAQuestionPasses() {
		Browser browser = new Browser(this.port).openPage();
		browser.postWithoutToken("/login", "username=ada&password=password").expectStatus().isForbidden();
		browser.logIn("ada", "password").expectStatus().isNoContent();
		browser.postWithoutToken("/logout", "").expectStatus().isForbidden();
		browser.postWithoutToken("/api/chat", QUESTION).expectStatus().isForbidden();
		browser.postWithoutToken("/api/simulation/burst", Map.of("user", "ada", "model", "deepseek-v4-pro"))
			.expectStatus()
			.isForbidden();
		browser.get("/api/simulation").expectStatus().isOk();
	}

	@Test
	void whenARequestIsRefusedThenItsConnectionIsClosedSinceItsBodyMayBeUnread() {
		Browser browser = new Browser(this.port).openPage();
		browser.postWithoutToken("/api/chat", QUESTION)
			.expectStatus()
			.isForbidden()
			.expectHeader()
			.valueEquals(HttpHeaders.CONNECTION, "close");
		browser.get("/").expectStatus().isOk().expectHeader().doesNotExist(HttpHeaders.CONNECTION);
	}

	@Test
	void whenTheTokenOfTheCookieIsSentThenAQuestionPasses() {
		Browser browser = new Browser(this.port).openPage();
		browser.logIn("ada", "password").expectStatus().isNoContent();
		browser.post("/api/chat", QUESTION).expectStatus().isOk();
	}

	@Test
	void whenThePasswordComesWithTheRequestThenNoTokenIsNeededAndNoSessionIsMade() {
		Browser.client(this.port, "ada")
			.post()
			.uri("/api/chat")
			.bodyValue(QUESTION)
			.exchange()
			.expectStatus()
			.isOk()
			.expectCookie()
			.doesNotExist("SESSION");
	}

	@Test
	void whenAFormOfAnotherSiteArrivesWithAPasswordOfTheBrowserThenItIsNotAQuestion() {
		Browser.client(this.port, "ada")
			.post()
			.uri("/api/chat")
			.contentType(MediaType.TEXT_PLAIN)
			.bodyValue("{\"message\":\"hi\"}")
			.exchange()
			.expectStatus()
			.isEqualTo(415);
		Browser.client(this.port, "ada").post().uri("/logout").exchange().expectStatus().isForbidden();
	}

	@Test
	void healthIsForEverybodyAndMetricsAreForUsers() {
		Browser.client(this.port).get().uri("/actuator/health").exchange().expectStatus().isOk();
		Browser.client(this.port).get().uri("/actuator/metrics").exchange().expectStatus().isUnauthorized();
		Browser.client(this.port, "ada").get().uri("/actuator/metrics").exchange().expectStatus().isOk();
		Browser.client(this.port, "ada").get().uri("/actuator/env").exchange().expectStatus().isNotFound();
	}

	@Test
	void whatTheLimitsDoIsForUsersAndNamesNone() {
		Browser.client(this.port).get().uri("/actuator/deepseek").exchange().expectStatus().isUnauthorized();
		Browser.client(this.port, "ada")
			.get()
			.uri("/actuator/deepseek/deepseek-v4-flash")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((state) -> assertThat(state).contains("\"ceiling\":12").doesNotContain("ada"));
	}

}
