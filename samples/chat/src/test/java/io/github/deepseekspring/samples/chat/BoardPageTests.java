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

import org.junit.jupiter.api.Test;

import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limit that is learnt outlives a test.
 */
@DirtiesContext
class BoardPageTests extends AbstractPageTests {

	private static final String FLASH = "#groups .group:nth-child(1) ";

	@Test
	void theBoardShowsABurstItsFairnessAndALimitThatAdapts() {
		Chromium page = chromium();
		page.size(1280, 940);
		page.logIn("ada", "password");
		page.click("#pages a[href='/board']");
		page.awaitThat("all groups are drawn", () -> page.count("#groups svg path") == 15);
		assertThat(page.find(FLASH + "h2").getText()).isEqualTo("deepseek-v4-flash");
		assertThat(page.title()).isEqualTo("Limits at work");
		page.select("#burst-user", "grace");
		page.awaitText("#burst-hint", "Meanwhile ada keeps chatting");
		page.click("#burst-submit");
		page.awaitText(FLASH + ".key-in-use dd", "12");
		page.awaitText(FLASH + ".key-waiting dd", "49 of 2 users");
		page.picture("board-burst");
		page.click("#halve");
		goOnUntil(FLASH + ".key-limit dd", "6 of 12");
		page.awaitText(FLASH + ".key-throttled dd", "last told: 6");
		assertThat(page.find("#halve").getAttribute("aria-checked")).isEqualTo("true");
		page.click("#halve");
		goOnUntil("the burst is over", () -> page.find("#burst-submit").isEnabled());
		assertThat(answersOfTheBurst()).isEqualTo(60);
		assertThat(page.find(FLASH + ".key-refused dd").getText()).isEqualTo("0");
		page.click("#burst-submit");
		page.awaitThat("the next burst runs", () -> !page.find("#burst-submit").isEnabled());
		goOnUntil("20 have been answered", () -> answersOfTheBurst() >= 20);
		page.click("#halve");
		goOnUntil("45 have been answered", () -> answersOfTheBurst() >= 45);
		page.pictureForDocs("board");
		page.click("#halve");
		goOnUntil("the burst is over", () -> page.find("#burst-submit").isEnabled());
		page.dark();
		page.picture("board-dark");
	}

	@Test
	void whenSomebodyElseLogsInThenTheBoardIsTheirs() {
		Chromium page = chromium();
		page.open("/board");
		page.size(390, 844);
		page.logIn("grace", "password");
		page.awaitThat("all groups are drawn", () -> page.count("#groups svg path") == 15);
		assertThat(page.find("#burst-user").getAttribute("value")).isEqualTo("ada");
		assertThat(page.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
		page.picture("board-narrow");
		page.click("#logout");
		page.awaitVisible("#login");
		page.open("/board");
		page.awaitVisible("#login");
		assertThat(page.find("#board").isDisplayed()).isFalse();
	}

	private int answersOfTheBurst() {
		return Integer.parseInt(chromium().find("#users tbody tr:nth-child(1) td:nth-child(5)").getText());
	}

}
