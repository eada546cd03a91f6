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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;

/**
 * Configuration properties of the token counter.
 *
 * @param tokenizer Location of the tokenizer.json of the model, by which tokens are
 * counted exactly. Needs ai.djl.huggingface:tokenizers on the class path. Without a
 * tokenizer, tokens are estimated.
 * @since 0.1.0
 */
@ConfigurationProperties("deepseek.tokens")
public record TokenProperties(@Nullable Resource tokenizer) {
}
