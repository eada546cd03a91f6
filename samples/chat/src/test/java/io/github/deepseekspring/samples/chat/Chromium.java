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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A real browser that shows the page, as a person would use it.
 */
final class Chromium implements AutoCloseable {

	static final Path BROWSER = Path.of(System.getProperty("deepseek.chromium", "/usr/bin/chromium"));

	static final Path DRIVER = Path.of(System.getProperty("deepseek.chromium.driver", "/usr/bin/chromedriver"));

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

	private static final List<String> ARGUMENTS = List.of("--headless", "--no-sandbox", "--disable-gpu",
			"--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--lang=en-US");

	private final String address;

	private final ChromeDriver driver;

	Chromium(int port) {
		this.address = "http://localhost:" + port;
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BROWSER.toFile());
		options.addArguments(ARGUMENTS);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build(),
				options);
		size(1280, 860);
	}

	void size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	void dark() {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
	}

	void open(String path) {
		this.driver.get(this.address + path);
	}

	void logIn(String user, String password) {
		type("#username", user);
		type("#password", password);
		click("#login button");
	}

	void ask(String question) {
		type("#message", question);
		click("#submit");
	}

	/**
	 * Click on the suggestion of a question.
	 */
	void pick(String question) {
		awaitThat("the suggestion " + question, () -> suggestion(question) != null);
		WebElement suggestion = suggestion(question);
		if (suggestion != null) {
			suggestion.click();
		}
	}

	private @Nullable WebElement suggestion(String question) {
		return this.driver.findElements(By.cssSelector(".suggestion"))
			.stream()
			.filter((each) -> each.getText().contains(question))
			.findFirst()
			.orElse(null);
	}

	void type(String selector, String text) {
		awaitVisible(selector);
		find(selector).sendKeys(text);
	}

	void click(String selector) {
		awaitVisible(selector);
		find(selector).click();
	}

	void select(String selector, String option) {
		awaitVisible(selector);
		new Select(find(selector)).selectByVisibleText(option);
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	int count(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).size();
	}

	void awaitVisible(String selector) {
		awaitThat(selector + " is visible", () -> count(selector) > 0 && find(selector).isDisplayed());
	}

	void awaitText(String selector, String text) {
		awaitThat(selector + " says " + text, () -> says(selector, text));
	}

	boolean says(String selector, String text) {
		return count(selector) > 0 && find(selector).getText().contains(text);
	}

	void awaitThat(String what, Condition condition) {
		new WebDriverWait(this.driver, TIMEOUT, POLL_INTERVAL).ignoring(StaleElementReferenceException.class)
			.withMessage(what)
			.until((anything) -> condition.holds());
	}

	String title() {
		return this.driver.getTitle();
	}

	@Nullable Object run(String script) {
		return this.driver.executeScript(script);
	}

	void forgetSession() {
		this.driver.manage().deleteCookieNamed("SESSION");
	}

	/**
	 * Return the errors in the browser's console since the last time.
	 */
	List<String> errors() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> Level.SEVERE.equals(entry.getLevel()))
			.map(LogEntry::getMessage)
			.toList();
	}

	/**
	 * Keep a picture of what is seen.
	 * @return the picture as PNG
	 */
	byte[] picture(String name) {
		byte[] picture = this.driver.getScreenshotAs(OutputType.BYTES);
		write(Path.of("target", "screenshots", name + ".png"), picture);
		return picture;
	}

	/**
	 * Keep a picture for the documentation as well, if its pictures are to be written
	 * anew.
	 */
	void pictureForDocs(String name) {
		byte[] picture = picture(name);
		if (Boolean.getBoolean("deepseek.docs.update")) {
			write(Path.of("..", "..", "docs", "images", name + ".png"), picture);
		}
	}

	private static void write(Path file, byte[] picture) {
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, picture);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

	/**
	 * What is waited for.
	 */
	@FunctionalInterface
	interface Condition {

		boolean holds();

	}

}
