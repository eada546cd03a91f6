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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says where the chat is and who may come in.
 */
@Component
final class StartupMessage {

	private static final Log logger = LogFactory.getLog(StartupMessage.class);

	private final Environment environment;

	StartupMessage(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void print() {
		boolean simulated = this.environment.getProperty("deepseek.simulator.enabled", Boolean.class, false);
		logger.info("Chat with " + (simulated ? "a simulated DeepSeek" : "DeepSeek") + " at http://localhost:"
				+ this.environment.getProperty("local.server.port") + "/ as ada or grace (password: password)");
	}

}
