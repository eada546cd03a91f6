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

package io.github.deepseekspring.concurrency.redis;

import java.util.List;

/**
 * The keys of one limit group, which are in the same slot of a cluster.
 *
 * @param all those that scripts for candidates use
 * @param own those that scripts for requests that run use
 */
record GroupKeys(List<String> all, List<String> own) {

	static GroupKeys of(String account, String group) {
		String prefix = "deepseek:{" + account + ":" + group + "}:";
		String leases = prefix + "leases";
		String users = prefix + "users";
		String limit = prefix + "limit";
		String instances = prefix + "instances";
		String rebuilding = prefix + "rebuilding";
		return new GroupKeys(List.of(leases, users, limit, prefix + "waiting", prefix + "seen", instances, rebuilding),
				List.of(leases, users, limit, instances, rebuilding));
	}

}
