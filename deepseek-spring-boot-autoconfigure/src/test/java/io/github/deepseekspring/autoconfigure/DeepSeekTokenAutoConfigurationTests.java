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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.token.PriceTable;
import io.github.deepseekspring.token.TokenCounter;
import io.github.deepseekspring.token.TokenEstimator;
import io.github.deepseekspring.token.TokenizerTokenCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DeepSeekTokenAutoConfiguration}.
 */
class DeepSeekTokenAutoConfigurationTests {

	private static final String WORDS = """
			{"version": "1.0", "pre_tokenizer": {"type": "Whitespace"},
			"model": {"type": "WordLevel", "vocab": {"?": 0, "word": 1}, "unk_token": "?"}}
			""";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekTokenAutoConfiguration.class));

	@TempDir
	private Path folder;

	@Test
	void tokensAreEstimatedWithoutTokenizer() {
		this.runner
			.run((context) -> assertThat(context).getBean(TokenCounter.class).isInstanceOf(TokenEstimator.class));
	}

	@Test
	void tokensAreEstimatedWithoutLibrary() {
		this.runner.withClassLoader(new FilteredClassLoader(HuggingFaceTokenizer.class))
			.run((context) -> assertThat(context).getBean(TokenCounter.class).isInstanceOf(TokenEstimator.class));
	}

	@Test
	void tokensAreCountedWithATokenizerThatIsClosedWithTheContext() throws Exception {
		TokenCounter[] used = new TokenCounter[1];
		tokenizer(WORDS).run((context) -> {
			used[0] = context.getBean(TokenCounter.class);
			assertThat(used[0]).isInstanceOf(TokenizerTokenCounter.class);
			assertThat(used[0].count("word other word")).isEqualTo(3);
		});
		assertThatIllegalStateException().isThrownBy(() -> used[0].count("word"));
	}

	@Test
	void whenTheLibraryIsMissingThenSaysWhatToAdd() throws Exception {
		tokenizer(WORDS).withClassLoader(new FilteredClassLoader(HuggingFaceTokenizer.class))
			.run(failsWith("deepseek.tokens.tokenizer",
					"Add the dependency 'ai.djl.huggingface:tokenizers', or remove the property"));
	}

	@Test
	void whenTheFileIsMissingThenNamesTheProperty() {
		this.runner.withPropertyValues("deepseek.tokens.tokenizer=file:/nowhere/tokenizer.json")
			.run(failsWith("deepseek.tokens.tokenizer", "The file cannot be read."));
	}

	@Test
	void whenTheFileIsSomethingElseThenNamesTheProperty() throws Exception {
		tokenizer("<html></html>").run(
				failsWith("deepseek.tokens.tokenizer", "The file is no tokenizer.json in the format of Hugging Face."));
	}

	@Test
	void whenThereIsNoLocationThenNamesTheProperty() {
		this.runner.withPropertyValues("deepseek.tokens.tokenizer=")
			.run(failsWith("deepseek.tokens.tokenizer", "file"));
	}

	@Test
	void everyBeanBacksOff() throws Exception {
		TokenCounter counter = String::length;
		CostCalculator calculator = new CostCalculator(PriceTable.documented(Currency.getInstance("CNY")));
		tokenizer("unreadable").withBean(TokenCounter.class, () -> counter)
			.withBean(CostCalculator.class, () -> calculator)
			.run((context) -> {
				assertThat(context).getBean(TokenCounter.class).isSameAs(counter);
				assertThat(context).getBean(CostCalculator.class).isSameAs(calculator);
			});
	}

	@Test
	void whenDeepSeekIsDisabledThenThereIsNoBean() {
		this.runner.withPropertyValues("deepseek.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TokenCounter.class)
				.doesNotHaveBean(CostCalculator.class));
	}

	@ParameterizedTest
	@ExtendWith(OutputCaptureExtension.class)
	@CsvSource(delimiter = '|',
			value = { "deepseek.price.currency|dollars|must be an ISO 4217 currency code",
					"deepseek.price.peak-windows|04:00-01:00|end later than it starts",
					"deepseek.price.models.own.output|-1|The price must not be negative.",
					"deepseek.tokens.tokenizer|file:/nowhere/tokenizer.json|The file cannot be read." })
	void whenTheStartFailsThenTellsWhichPropertyAndWhy(String key, String value, String reason, CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("deepseek.price.models.own.cache-hit=1", "deepseek.price.models.own.cache-miss=1",
					"deepseek.price.models.own.output=1");
		assertThatException().isThrownBy(() -> application.run("--" + key + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value '" + value + "' for configuration property '" + key + "' (originating from")
			.contains(reason);
	}

	private ApplicationContextRunner tokenizer(String content) throws Exception {
		Path file = Files.writeString(this.folder.resolve("tokenizer.json"), content);
		return this.runner.withPropertyValues("deepseek.tokens.tokenizer=" + file.toUri());
	}

	private static ContextConsumer<AssertableApplicationContext> failsWith(String property, String reason) {
		return (context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof InvalidConfigurationPropertyValueException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
				assertThat(ex.getName()).isEqualTo(property);
				assertThat(ex.getReason()).contains(reason);
			});
		};
	}

	/**
	 * An application that has nothing else.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DeepSeekTokenAutoConfiguration.class)
	static class Application {

	}

}
