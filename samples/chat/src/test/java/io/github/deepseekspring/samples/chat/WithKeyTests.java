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

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { "deepseek.api-key=a-key",
		"deepseek.base-url=http://127.0.0.1:1", "daily-question.initial-delay=1d" })
class WithKeyTests {

	@LocalServerPort
	private int port;

	@Test
	void whenNothingIsSimulatedThenThereIsNeitherABurstNorALimitToHalve() {
		Browser.client(this.port, "ada")
			.get()
			.uri("/api/me")
			.exchange()
			.expectBody()
			.jsonPath("$.simulated")
			.isEqualTo(false);
		Browser.client(this.port, "ada").get().uri("/api/simulation").exchange().expectStatus().isNotFound();
		Browser.client(this.port, "ada")
			.post()
			.uri("/api/simulation/burst")
			.bodyValue(Map.of("user", "grace", "model", "deepseek-v4-flash"))
			.exchange()
			.expectStatus()
			.isNotFound();
		Browser.client(this.port, "ada")
			.put()
			.uri("/api/simulation/limit")
			.bodyValue(Map.of("halved", true))
			.exchange()
			.expectStatus()
			.isNotFound();
	}

}
