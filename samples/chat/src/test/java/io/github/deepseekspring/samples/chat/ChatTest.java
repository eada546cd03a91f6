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

package io.github.deepseekspring.samples.chat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;

/**
 * The whole application on a real port, in front of a simulator that does not dawdle. One
 * slot and one place in the queue for deepseek-v4-pro.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "deepseek.simulator.queue-time=0s", "deepseek.simulator.thinking-time=0s",
				"deepseek.simulator.chunk-interval=0s", "deepseek.timeouts.first-data=3s",
				"deepseek.timeouts.call-wire-idle=3s", "deepseek.retry.initial-backoff=1ms",
				"deepseek.concurrency.limits.deepseek-v4-pro=1", "deepseek.concurrency.max-queue=1",
				"deepseek.concurrency.adaptive.enabled=false", "deepseek.concurrency.adaptive.requeue=0",
				"daily-question.initial-delay=1d" })
@ActiveProfiles("simulator")
@interface ChatTest {

}
