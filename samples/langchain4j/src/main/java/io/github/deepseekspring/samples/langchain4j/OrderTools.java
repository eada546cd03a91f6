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

package io.github.deepseekspring.samples.langchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * What the model may look up. The user is the one who asks, in all rounds of a stream
 * too.
 */
@Component
class OrderTools {

	@Tool("Tells how far an order of the user is.")
	String orderStatus(@P(name = "number", value = "the number of the order") int number) {
		String user = SecurityContextHolder.getContext().getAuthentication().getName();
		return "Order " + number + " of " + user + " is packed.";
	}

}
