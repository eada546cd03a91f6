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

/**
 * DeepSeek's Anthropic-style message API as immutable values: what is sent, what is
 * answered, and how the events of a stream become one answer. What this version does not
 * know is kept as it came. How the types look as JSON depends on the types alone, not on
 * the mapper that writes or reads them.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
@NullMarked
package io.github.deepseekspring.messages;

import org.jspecify.annotations.NullMarked;
