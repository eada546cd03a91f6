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

package io.github.deepseekspring.samples.benchmark.client;

/**
 * What has come of a stream.
 *
 * @param chunks how many pieces of text, empty ones not counted; zero from a client that
 * reads only bytes
 * @param characters how many UTF-16 units they have together; the bytes of the body from
 * a client that reads only those
 * @param nanosToFirstContent the time from the request to the first of them
 * @since 0.1.0
 */
public record StreamResult(int chunks, long characters, long nanosToFirstContent) {
}
