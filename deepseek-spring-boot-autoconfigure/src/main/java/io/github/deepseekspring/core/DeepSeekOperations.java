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

package io.github.deepseekspring.core;

import io.github.deepseekspring.DeepSeekException;

/**
 * The calls to DeepSeek. Nothing is read from the security context, queued or sent before
 * the returned publisher is subscribed to, and each subscription is a call of its own. No
 * method blocks. Signals arrive on threads of the HTTP client, of a timer, of the call
 * that frees a slot, or on the thread that subscribes, and must not be blocked either.
 * <p>
 * Every call ends with exactly one terminal signal: completion when the answer said that
 * it was complete, a {@link DeepSeekException} in every other case but one: what a bean
 * of the application fails with, such as its resolver of callers, passes as it is.
 * Cancelling closes the connection at once and frees the slot.
 *
 * @since 0.1.0
 */
public interface DeepSeekOperations extends ChatOperations, MessageOperations, CompletionOperations, AccountOperations {

}
