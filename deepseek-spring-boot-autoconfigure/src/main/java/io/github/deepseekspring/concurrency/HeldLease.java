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

package io.github.deepseekspring.concurrency;

import io.github.deepseekspring.concurrency.LeaseStore.Lease;

/**
 * The lease of a request that runs. Not thread-safe.
 */
final class HeldLease {

	final Lease lease;

	/**
	 * The time of the store when it was granted, or zero if the store was not asked.
	 */
	final long grantedAt;

	/**
	 * Whether the request still runs.
	 */
	boolean held = true;

	HeldLease(Lease lease, long grantedAt) {
		this.lease = lease;
		this.grantedAt = grantedAt;
	}

}
