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

import java.util.concurrent.CompletionStage;

/**
 * A client under test. Many streams may be open at the same time, and none of its methods
 * may block.
 *
 * @since 0.1.0
 */
public interface BenchmarkClient extends AutoCloseable {

	/**
	 * Send a request and read the answer while it is being written.
	 * @param prompt the only message, that of a user
	 * @return what has come, when all of it has
	 */
	CompletionStage<StreamResult> stream(String prompt);

	/**
	 * Send a request and read the answer when it is complete.
	 * @param prompt the only message, that of a user
	 * @return how many characters the answer has
	 */
	CompletionStage<Integer> call(String prompt);

	@Override
	void close();

}
