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

package io.github.deepseekspring.token;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.deepseekspring.autoconfigure.DeepSeekTokenAutoConfiguration;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Choice;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.stereotype.Service;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the page about tokens and prices to code that is compiled and runs.
 */
class TokensAndPricePageTests {

	private static final String PAGE = "docs/tokens-and-price.md";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Instant PEAK = Instant.parse("2026-11-16T02:00:00Z");

	private static final Instant OFF_PEAK = Instant.parse("2026-11-16T05:00:00Z");

	private static final CostCalculator CALCULATOR = new CostCalculator(
			PriceTable.documented(Currency.getInstance("USD")));

	private final ChatCompletionRequest request = ChatCompletionRequest.builder()
		.messages(ChatMessage.user("Why is the sky blue?"))
		.build();

	@TempDir
	private Path folder;

	@Test
	void everyJavaExampleIsInTheseTests() {
		Page.of(PAGE).assertExamplesAreIn(getClass(), 8);
	}

	@Test
	void theYamlConfiguresWhatThePageSays() {
		List<String> examples = Page.of(PAGE).examples("yaml");
		assertThat(examples).hasSize(2);
		assertThat(properties(examples.get(0))).containsEntry("deepseek.tokens.tokenizer",
				"file:/etc/deepseek/tokenizer.json");
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DeepSeekTokenAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new PropertiesPropertySource("page", properties(examples.get(1)))))
			.run((context) -> {
				PriceTable prices = context.getBean(CostCalculator.class).prices();
				PriceTable documented = PriceTable.documented(Currency.getInstance("CNY"));
				assertThat(prices.models()).isEqualTo(documented.models());
				assertThat(prices.peakHours().windows()).isEqualTo(documented.peakHours().windows());
				assertThat(prices.peakHours().contains(Instant.parse("2026-10-02T02:00:00Z"))).isFalse();
			});
	}

	@Test
	void theTableHasTheShippedPrices() {
		String page = Page.of(PAGE).text();
		assertThat(page).contains(PriceTable.DOCUMENTED_ON.toString());
		List<MatchResult> rows = Pattern
			.compile("\\| (?:`(\\S+)`)? ?\\| (off-peak|peak) \\| \\$(\\S+) / ¥(\\S+) \\| \\$(\\S+) / ¥(\\S+) "
					+ "\\| \\$(\\S+) / ¥(\\S+) \\|")
			.matcher(page)
			.results()
			.toList();
		assertThat(rows).hasSize(4);
		String model = "";
		for (MatchResult row : rows) {
			model = (row.group(1) != null) ? row.group(1) : model;
			Instant instant = row.group(2).equals("peak") ? PEAK : OFF_PEAK;
			List<TokenUsage> usages = List.of(new TokenUsage(1_000_000, 0, 0), new TokenUsage(0, 1_000_000, 0),
					new TokenUsage(0, 0, 1_000_000));
			for (int i = 0; i < usages.size(); i++) {
				assertThat(amount("USD", model, usages.get(i), instant)).isEqualByComparingTo(row.group(3 + 2 * i));
				assertThat(amount("CNY", model, usages.get(i), instant)).isEqualByComparingTo(row.group(4 + 2 * i));
			}
		}
	}

	@Test
	void aBudgetAllowsWhatIsShort() {
		Budget budget = new Budget(new TokenEstimator());
		assertThat(budget.allows(this.request)).isTrue();
		assertThat(
				budget.allows(this.request.mutate().messages(List.of(ChatMessage.user("word ".repeat(5_000)))).build()))
			.isFalse();
	}

	@Test
	void promptsAndAnswersAreCounted() {
		TokenCounter counter = new TokenEstimator();
		ChatCompletionRequest request = this.request;
		ChatCompletion answer = new ChatCompletion("1", "chat.completion", 1L, "deepseek-flash", null,
				List.of(new Choice(0, ChatMessage.assistant("Because of scattering."), FinishReason.STOP, null)), null);
		int asked = counter.count(request);
		int answered = counter.countAnswer(request, answer);
		assertThat(asked).isPositive();
		assertThat(answered).isPositive();
	}

	@Test
	void longPromptsAreCountedElsewhere() {
		TokenCounter counter = new TokenEstimator();
		ChatCompletionRequest request = this.request;
		Mono<Integer> tokens = Mono.fromCallable(() -> counter.count(request)).subscribeOn(Schedulers.boundedElastic());
		StepVerifier.create(tokens).expectNext(counter.count(request)).expectComplete().verify(PATIENCE);
	}

	@Test
	void aTokenizerWorksWithoutSpring() throws IOException {
		Path file = Files.writeString(this.folder.resolve("tokenizer.json"), """
				{"version": "1.0", "pre_tokenizer": {"type": "Whitespace"},
				"model": {"type": "WordLevel", "vocab": {"?": 0}, "unk_token": "?"}}
				""");
		assertThat(count(file, "three short words")).isEqualTo(3);
	}

	private static int count(Path path, String text) throws IOException {
		// @formatter:off
		try (InputStream file = Files.newInputStream(path); TokenizerTokenCounter counter = TokenizerTokenCounter.load(file)) {
			return counter.count(text);
		}
		// @formatter:on
	}

	@Test
	void aBookkeeperKnowsWhatAnAnswerCosts() {
		try (DeepSeekSimulator simulator = DeepSeekSimulator.start()) {
			DeepSeekTemplate deepSeek = DeepSeekTemplate.builder().baseUrl(simulator.baseUrl()).apiKey("test").build();
			StepVerifier.create(new Bookkeeper(deepSeek, CALCULATOR).costOf("Why is the sky blue?"))
				.assertNext((cost) -> {
					assertThat(cost.amount()).isPositive().isLessThan(new BigDecimal("0.01"));
					assertThat(cost.currency()).isEqualTo(Currency.getInstance("USD"));
				})
				.expectComplete()
				.verify(PATIENCE);
		}
	}

	@Test
	void costsHaveAnUpperBound() {
		CostCalculator calculator = CALCULATOR;
		ChatCompletion answer = new ChatCompletion("1", "chat.completion", 1L, "deepseek-flash", null, List.of(),
				new Usage(12_300, 850, 13_150, 12_000, 300, null, null));
		Optional<Cost> most = calculator.costAtMost(answer);
		assertThat(most.orElseThrow().amount()).isEqualByComparingTo("0.001182");
	}

	@Test
	void tokensOfOtherApisHaveAPrice() {
		CostCalculator calculator = CALCULATOR;
		Optional<Cost> cost = calculator.cost("deepseek-flash", new TokenUsage(12_000, 300, 850), Instant.now());
		assertThat(cost.orElseThrow().amount()).isBetween(new BigDecimal("0.00059"), new BigDecimal("0.0012"));
	}

	@Test
	void pricesWorkWithoutSpring() {
		CostCalculator calculator = new CostCalculator(PriceTable.documented(Currency.getInstance("USD")));
		Set<String> priced = calculator.prices().models().keySet();
		assertThat(priced).contains("deepseek-flash", "deepseek-v4-pro");
	}

	private static BigDecimal amount(String currency, String model, TokenUsage usage, Instant instant) {
		return new CostCalculator(PriceTable.documented(Currency.getInstance(currency))).cost(model, usage, instant)
			.orElseThrow()
			.amount();
	}

	private static Properties properties(String yaml) {
		YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
		factory.setResources(new ByteArrayResource(yaml.getBytes()));
		Properties properties = factory.getObject();
		assertThat(properties).isNotNull();
		return properties;
	}

	/**
	 * Refuses requests that are too long.
	 */
	@Service
	static class Budget {

		private final TokenCounter counter;

		Budget(TokenCounter counter) {
			this.counter = counter;
		}

		boolean allows(ChatCompletionRequest request) {
			return this.counter.count(request) <= 4_000;
		}

	}

	/**
	 * Tells what an answer costs.
	 */
	@Service
	static class Bookkeeper {

		private final DeepSeekOperations deepSeek;

		private final CostCalculator calculator;

		Bookkeeper(DeepSeekOperations deepSeek, CostCalculator calculator) {
			this.deepSeek = deepSeek;
			this.calculator = calculator;
		}

		Mono<Cost> costOf(String question) {
			return this.deepSeek.prompt(question)
				.completion()
				.mapNotNull((answer) -> this.calculator.cost(answer, Instant.now()).orElse(null));
		}

	}

}
