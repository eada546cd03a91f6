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

import java.io.IOException;
import java.io.InputStream;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.deepseekspring.token.TokenCounter;
import io.github.deepseekspring.token.TokenEstimator;
import io.github.deepseekspring.token.TokenizerTokenCounter;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;

/**
 * The ways to a {@link TokenCounter}, of which the first that fits is taken.
 */
final class TokenCounterConfigurations {

	private static final String TOKENIZER = "deepseek.tokens.tokenizer";

	private TokenCounterConfigurations() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HuggingFaceTokenizer.class)
	@ConditionalOnProperty(TOKENIZER)
	@ConditionalOnMissingBean(TokenCounter.class)
	static class Tokenizer {

		@Bean(destroyMethod = "close")
		TokenizerTokenCounter deepSeekTokenCounter(TokenProperties properties) {
			Resource tokenizer = properties.tokenizer();
			if (tokenizer == null) {
				throw new InvalidConfigurationPropertyValueException(TOKENIZER, "",
						"The value must be the location of a file.");
			}
			try (InputStream content = tokenizer.getInputStream()) {
				return TokenizerTokenCounter.load(content);
			}
			catch (IOException ex) {
				throw invalid(tokenizer, "The file cannot be read.", ex);
			}
			catch (IllegalArgumentException ex) {
				throw invalid(tokenizer, "The file is no tokenizer.json in the format of Hugging Face.", ex);
			}
			catch (IllegalStateException ex) {
				throw invalid(tokenizer, "The native library of 'ai.djl.huggingface:tokenizers' cannot be loaded on "
						+ "this machine. Remove the property, and tokens are estimated.", ex);
			}
		}

		private static InvalidConfigurationPropertyValueException invalid(Resource tokenizer, String reason,
				Throwable cause) {
			InvalidConfigurationPropertyValueException invalid = new InvalidConfigurationPropertyValueException(
					TOKENIZER, tokenizer.getDescription(), reason);
			invalid.addSuppressed(cause);
			return invalid;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("ai.djl.huggingface.tokenizers.HuggingFaceTokenizer")
	@ConditionalOnProperty(TOKENIZER)
	@ConditionalOnMissingBean(TokenCounter.class)
	static class MissingLibrary {

		MissingLibrary(TokenProperties properties) {
			throw new InvalidConfigurationPropertyValueException(TOKENIZER, properties.tokenizer(),
					"The library that reads it is not on the class path. Add the dependency "
							+ "'ai.djl.huggingface:tokenizers', or remove the property, and tokens are estimated.");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(TokenCounter.class)
	static class Estimator {

		@Bean
		TokenEstimator deepSeekTokenCounter() {
			return new TokenEstimator();
		}

	}

}
