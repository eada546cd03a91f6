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

package io.github.deepseekspring.samples.springai;

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "deepseek.simulator.queue-time=0s", "deepseek.simulator.thinking-time=0s",
				"deepseek.simulator.chunk-interval=0s" })
@ActiveProfiles("simulator")
@ExtendWith(OutputCaptureExtension.class)
class SupportApplicationTests {

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	@AfterEach
	void reset() {
		this.simulator.reset();
	}

	@Test
	void eachRoundOfAnAnswerIsMadeOnBehalfOfTheUser() {
		assertThat(ask("ada")).hasSize(2).allSatisfy((request) -> {
			assertThat(request.userId()).isNotNull().hasSize(43).isEqualTo(this.simulator.log().last().userId());
			assertThat(request.stream()).isTrue();
		});
		RecordedRequest last = this.simulator.log().last();
		assertThat(last.body()).contains("Order 7 is packed.", "\"reasoning_content\":\"Let me look.\"");
		String ada = last.userId();
		assertThat(ask("grace")).hasSize(4).last().satisfies((request) -> {
			assertThat(request.body()).contains("Order 7 is packed.").doesNotContain("grace", "ada");
			assertThat(request.userId()).isNotNull().isNotEqualTo(ada);
		});
	}

	@Test
	void theSimulatorAnswersByItself() {
		exchange("ada").expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((body) -> assertThat(body).startsWith("data:"));
	}

	@Test
	void whoeverIsNotLoggedInIsSentAway() {
		WebTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.port)
			.build()
			.get()
			.uri("/ask?question=Where")
			.exchange()
			.expectStatus()
			.isUnauthorized();
		assertThat(this.simulator.log().requests()).isEmpty();
	}

	@Test
	void theLogSaysHowToAsk(CapturedOutput output) {
		assertThat(output).contains("curl -N -u ada:password 'http://localhost:" + this.port + "/ask?question=");
	}

	private List<RecordedRequest> ask(String user) {
		this.simulator.enqueue(Answer.reasoning("Let me look.").toolCall("order_status", "{\"number\":7}"),
				Answer.chunks("It is ", "packed."));
		exchange(user).expectStatus().isOk().expectBody(String.class).isEqualTo("data:It is \n\ndata:packed.\n\n");
		return this.simulator.log().requests();
	}

	private ResponseSpec exchange(String user) {
		return WebTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.port)
			.responseTimeout(Duration.ofSeconds(20))
			.defaultHeaders((headers) -> headers.setBasicAuth(user, "password"))
			.build()
			.get()
			.uri("/ask?question=Where is order 7?")
			.exchange();
	}

}
