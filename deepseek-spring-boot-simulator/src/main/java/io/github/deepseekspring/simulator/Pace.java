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

package io.github.deepseekspring.simulator;

import java.time.Duration;

/**
 * How time passes while an answer is sent; all in simulated time.
 *
 * @param headersAfter from the request to the headers
 * @param queueTime from the headers to the model's start
 * @param thinkingTime what the reasoning is spread over
 * @param chunkInterval before each chunk of content
 * @param keepAliveInterval between two keep-alives
 */
record Pace(Duration headersAfter, Duration queueTime, Duration thinkingTime, Duration chunkInterval,
		Duration keepAliveInterval) {

}
