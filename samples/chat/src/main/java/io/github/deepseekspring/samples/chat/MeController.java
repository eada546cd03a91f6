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

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class MeController {

	private final boolean simulated;

	MeController(@Value("${deepseek.simulator.enabled:false}") boolean simulated) {
		this.simulated = simulated;
	}

	@GetMapping("/api/me")
	Me me(@Nullable Principal principal) {
		return new Me((principal != null) ? principal.getName() : null, this.simulated);
	}

	/**
	 * What the page shows at its top.
	 *
	 * @param name who is logged in, or {@code null} if nobody is
	 * @param simulated whether the answers are made up
	 */
	record Me(@Nullable String name, boolean simulated) {

	}

}
