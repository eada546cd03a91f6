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

package io.github.deepseekspring.autoconfigure.langchain4j;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties of the chat models for LangChain4j.
 *
 * @param enabled Whether there are chat models for LangChain4j. Without it, each is there
 * unless the application has another one of its kind; 'true' asks for both beside others.
 * @since 0.1.0
 */
@ConfigurationProperties("deepseek.langchain4j")
public record LangChain4jProperties(@Nullable Boolean enabled) {

}
