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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says where everything is.
 */
@Component
final class StartupMessage {

	private static final Log logger = LogFactory.getLog(StartupMessage.class);

	private final Fleet fleet;

	private final RedisServer redis;

	StartupMessage(Fleet fleet, RedisServer redis) {
		this.fleet = fleet;
		this.redis = redis;
	}

	@EventListener
	void print(WebServerInitializedEvent event) {
		logger.info("The board is at http://localhost:" + event.getWebServer().getPort() + "/, its instances at ports "
				+ this.fleet.instances().stream().map(Instance::port).toList() + ", Redis at port "
				+ this.redis.port());
	}

}
