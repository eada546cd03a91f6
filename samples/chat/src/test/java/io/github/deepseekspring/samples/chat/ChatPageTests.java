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

import java.time.Duration;
import java.util.Map;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

class ChatPageTests extends AbstractPageTests {

	@ParameterizedTest
	@ValueSource(strings = { "ada", "grace" })
	void eachUserLogsInAndIsAnswered(String user) {
		Chromium page = chromium();
		page.logIn(user, "password");
		page.awaitText("#greeting", "Hello, " + user + ".");
		page.awaitVisible(".simulated .suggestion");
		page.picture("chat-empty");
		page.pick("Why is the sky blue?");
		goOnUntil(".entry .facts", "first token after");
		assertThat(page.find(".answer").getText()).startsWith("The sky is blue because air scatters");
		assertThat(page.find(".answer strong").getText()).isEqualTo("air scatters blue light more than red light");
		assertThat(page.find(".facts").getText()).contains("deepseek-", "tokens in", "out", "$");
		assertThat(page.find(".reasoning summary").getText()).startsWith("Thought for");
		assertThat(page.count(".reasoning[open]")).as("reasoning that is not folded away").isZero();
		assertThat(page.count(".problem[role=alert]:not([hidden])")).isZero();
	}

	@Test
	void whenTheAnswerGoesOnThenTheModelKnowsWhatWasSaidBefore() {
		Chromium page = chromium();
		page.logIn("ada", "password");
		page.pick("Compare TCP and UDP in a table.");
		goOnUntil(".entry:nth-child(1) .facts", "out");
		assertThat(page.count(".answer table th")).isEqualTo(3);
		page.ask("Show a reactive controller in Java.");
		goOnUntil(".entry:nth-child(2) .facts", "from the cache");
		assertThat(page.find(".entry:nth-child(2) .answer pre").getText()).contains("Flux<String> stream(");
		assertThat(simulator().log().last().json().path("messages").size()).isEqualTo(4);
		page.click("#new");
		page.ask("Why is the sky blue?");
		goOnUntil(".entry:nth-child(1) .facts", "out");
		assertThat(simulator().log().last().json().path("messages").size()).isEqualTo(2);
	}

	@Test
	void whenTheModelUsesAToolThenItIsShown() {
		Chromium page = chromium();
		page.logIn("ada", "password");
		page.pick("What time is it in Tokyo?");
		goOnUntil(".tool summary", "world_clock was used");
		goOnUntil(".answer", "Asia/Tokyo");
		goOnUntil(".facts", "out");
		page.click(".tool summary");
		assertThat(page.find(".tool dl").getText()).contains("{\"zone\":\"Asia/Tokyo\"}", "\"time\":");
		page.picture("chat-tool");
	}

	@Test
	void whatIsWaitedForIsSaid() {
		simulator().enqueue(Answer.text("held").chunkInterval(Duration.ofHours(1)),
				Answer.text("It is your turn.").queuedFor(Duration.ofSeconds(5)));
		Disposable other = WebClient.create("http://localhost:" + port())
			.post()
			.uri("/api/chat")
			.headers((headers) -> headers.setBasicAuth("grace", "password"))
			.bodyValue(Map.of("message", "Hold the only slot.", "model", "deepseek-v4-pro"))
			.retrieve()
			.bodyToMono(String.class)
			.subscribe();
		Chromium page = chromium();
		page.logIn("ada", "password");
		page.select("#model", "V4 Pro");
		page.awaitThat("the slot is taken", () -> simulator().log().inFlight("deepseek-v4-pro") == 1);
		page.ask("Am I next?");
		page.awaitText(".state", "Waiting for a free slot");
		page.picture("chat-waiting-for-a-slot");
		other.dispose();
		page.awaitText(".state", "Waiting for DeepSeek");
		assertThat(page.find("#status").getAttribute("textContent")).isEqualTo("Waiting for DeepSeek");
		page.picture("chat-waiting-for-deepseek");
		goOnUntil(".answer", "It is your turn.");
		goOnUntil(".facts", "out");
	}

	@Test
	void whenStoppedThenTheCallIsCancelledAndTheQuestionCanBeAskedAgain() {
		simulator().enqueue(Answer.chunks("One, ", "two, ", "three").fault(Fault.stall().afterChunks(3)),
				Answer.text("One, two, three."));
		Chromium page = chromium();
		page.logIn("ada", "password");
		page.ask("Count to three.");
		goOnUntil(".answer", "One, two");
		page.click("#stop");
		page.awaitText(".facts", "Stopped by you");
		assertThat(simulator().log().last().ended().block(Browser.TIMEOUT)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
		page.click(".retry");
		goOnUntil(".answer", "One, two, three.");
		goOnUntil(".facts", "out");
		assertThat(page.count(".entry")).isOne();
		assertThat(simulator().log().last().json().path("messages").size()).isEqualTo(2);
		page.click(".copy");
		page.awaitText(".copy", "Copied");
	}

	@Test
	void whatAModelWritesRunsNothing() {
		Chromium page = chromium();
		page.logIn("ada", "password");
		page.pick("Run a script in my browser.");
		goOnUntil(".facts", "out");
		assertThat(page.find(".answer").getText()).contains("<script>document.title", "<img src=", "onerror=",
				"A harmless link");
		assertThat(page.count(".answer script, .answer img, .answer [onerror], .answer [href]")).isZero();
		assertThat(page.title()).isEqualTo("DeepSeek chat");
		assertThat(page.errors()).isEmpty();
		page.picture("chat-script");
		assertThat(page.run("try { document.querySelector('.answer').innerHTML = '<b>bold</b>'; return 'set' } "
				+ "catch { return 'refused' }"))
			.isEqualTo("refused");
		assertThat(page.errors()).singleElement().asString().contains("TrustedHTML");
	}

	@Test
	void whenAQuestionIsRefusedThenItCanBeChanged() {
		Chromium page = chromium();
		page.logIn("ada", "password");
		page.pick("Say something forbidden.");
		page.awaitText(".entry .problem", "DeepSeek does not talk about this.");
		page.picture("chat-refused");
		page.click(".way-on");
		assertThat(page.find("#message").getAttribute("value")).isEqualTo("Say something forbidden.");
		assertThat(page.errors()).singleElement().asString().contains("422");
	}

	@Test
	void whenTheUserLogsOutThenTheNextPasswordHasToBeRight() {
		Chromium page = chromium();
		page.logIn("ada", "password");
		page.pick("Why is the sky blue?");
		goOnUntil(".facts", "out");
		page.click("#logout");
		page.awaitVisible("#login");
		assertThat(page.count(".entry")).isZero();
		page.picture("login");
		page.logIn("ada", "wrong");
		page.awaitText("#login-problem", "Please log in with a valid name and password.");
		assertThat(page.find("#chat").isDisplayed()).isFalse();
		assertThat(page.errors()).singleElement().asString().contains("401");
	}

	@Test
	void whenTheSessionHasEndedThenTheQuestionIsAskedAfterTheNextLogin() {
		Chromium page = chromium();
		page.logIn("ada", "password");
		page.awaitVisible("#greeting");
		page.forgetSession();
		page.ask("Why is the sky blue?");
		page.awaitText(".entry .problem", "Please log in");
		assertThat(page.errors()).singleElement().asString().contains("401");
		page.click(".way-on");
		page.logIn("ada", "password");
		goOnUntil(".answer", "air scatters blue light");
		goOnUntil(".facts", "out");
		assertThat(page.count(".entry")).isOne();
	}

	@Test
	void aNarrowDarkScreenNeedsNoScrollingToTheSide() {
		Chromium page = chromium();
		page.size(390, 844);
		page.dark();
		page.picture("login-narrow");
		page.logIn("grace", "password");
		page.awaitVisible(".simulated .suggestion");
		assertThatNothingIsWiderThanTheScreen();
		page.picture("chat-empty-narrow");
		page.pick("Compare TCP and UDP in a table.");
		goOnUntil(".facts", "out");
		page.ask("Show a reactive controller in Java.");
		goOnUntil(".entry:nth-child(2) .facts", "out");
		assertThatNothingIsWiderThanTheScreen();
		page.picture("chat-narrow");
	}

	@Test
	void theChatIsShownInTheLightAndInTheDark() {
		Chromium page = chromium();
		page.size(1280, 1020);
		page.logIn("ada", "password");
		page.pick("What time is it in Tokyo?");
		goOnUntil(".entry:nth-child(1) .facts", "out");
		page.ask("Compare TCP and UDP in a table.");
		goOnUntil(".entry:nth-child(2) .facts", "out");
		page.pictureForDocs("chat");
		page.dark();
		page.picture("chat-dark");
	}

	private void assertThatNothingIsWiderThanTheScreen() {
		assertThat(chromium().run("return document.documentElement.scrollWidth")).isEqualTo(390L);
	}

}
