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

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * What the model may look up. The user is the one who asks, in all rounds of a stream
 * too.
 */
@Component
class OrderTools {

	@Tool("Tells how far an order of the user is.")
	String orderStatus(@P(name = "number", value = "the number of the order") int number) {
		Authentication user = SecurityContextHolder.getContext().getAuthentication();
		Assert.state(user != null, "Nobody is logged in");
		return "Order " + number + " of " + user.getName() + " is packed.";
	}

}
