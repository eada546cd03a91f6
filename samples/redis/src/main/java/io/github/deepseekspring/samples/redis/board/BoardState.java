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

import java.util.List;

/**
 * What the board shows.
 *
 * @param limit how many requests DeepSeek allows the account
 * @param running how many run at DeepSeek
 * @param throttled how many DeepSeek has answered with status 429
 * @param redis whether Redis runs
 * @param instances the instances
 */
record BoardState(int limit, int running, long throttled, boolean redis, List<InstanceState> instances) {

	/**
	 * What an instance says of itself.
	 *
	 * @param name its name
	 * @param port its port
	 * @param up whether it answers; if not, the rest means nothing
	 * @param inFlight how many of its requests run
	 * @param waiting how many of its requests wait
	 * @param limit how many may run
	 * @param shared whether that is the limit of all instances together
	 */
	record InstanceState(String name, int port, boolean up, int inFlight, int waiting, int limit, boolean shared) {

	}

}
