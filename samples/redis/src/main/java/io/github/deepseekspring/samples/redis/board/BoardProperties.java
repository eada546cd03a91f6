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

package io.github.deepseekspring.samples.redis.board;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the board starts.
 *
 * @param limit how many requests the simulated account may run
 * @param answerTime how long an answer takes on average
 * @param ports the port of each instance; zero takes a free one
 * @param arguments further arguments of all instances
 */
@ConfigurationProperties("board")
record BoardProperties(int limit, Duration answerTime, List<Integer> ports, @DefaultValue List<String> arguments) {

}
