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

package io.github.deepseekspring.autoconfigure;

import io.github.deepseekspring.concurrency.ConcurrencyLimiter;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Refuses the requests that wait for a slot as soon as the context closes, so that none
 * of them holds up the rest of the shutdown. A context that is only paused or stopped
 * keeps its limiter, since that cannot be started again.
 */
final class ConcurrencyLimiterShutdown implements ApplicationListener<ContextClosedEvent> {

	private final ApplicationContext context;

	private final ConcurrencyLimiter limiter;

	ConcurrencyLimiterShutdown(ApplicationContext context, ConcurrencyLimiter limiter) {
		this.context = context;
		this.limiter = limiter;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.limiter.shutdown();
		}
	}

}
