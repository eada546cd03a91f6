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

package io.github.deepseekspring.core;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.structured.Entities;
import io.github.deepseekspring.tool.ToolLoop;

/**
 * A chat call in the making: what is asked for, and how.
 *
 * @param api the API that it goes to
 * @param request the request so far
 * @param timeouts the clocks of each answer
 * @param toolLoop the tools that run for it
 * @param entities reads answers as values of a type
 */
record ChatCall(ChatApi api, ChatCompletionRequest request, Timeouts timeouts, ToolLoop toolLoop, Entities entities) {

	ChatCall withRequest(ChatCompletionRequest request) {
		return new ChatCall(this.api, request, this.timeouts, this.toolLoop, this.entities);
	}

	ChatCall withTimeouts(Timeouts timeouts) {
		return new ChatCall(this.api, this.request, timeouts, this.toolLoop, this.entities);
	}

	ChatCall withToolLoop(ToolLoop toolLoop) {
		return new ChatCall(this.api, this.request, this.timeouts, toolLoop, this.entities);
	}

	ChatCall withEntities(Entities entities) {
		return new ChatCall(this.api, this.request, this.timeouts, this.toolLoop, entities);
	}

	/**
	 * Return the request for an entity, with the defaults of the client where it says
	 * nothing itself.
	 * @throws InvalidRequestException if tools run for it that there cannot be
	 */
	ChatCompletionRequest entityRequest() {
		if (this.toolLoop.hasFunctions()) {
			this.entities.requireToolsAllowed();
		}
		return this.api.withDefaults(this.request);
	}

}
