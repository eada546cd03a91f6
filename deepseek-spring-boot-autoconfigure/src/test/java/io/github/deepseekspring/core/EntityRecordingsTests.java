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

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.test.Recordings;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that recorded answers in JSON are read, and that the requests of then are part of
 * those that are sent now.
 */
@Timeout(60)
class EntityRecordingsTests {

	private final JsonMapper json = WireFormat.createMapper();

	private final Recordings recordings = Recordings.open();

	@AutoClose
	private final Wire wire = new Wire();

	@Test
	void nestedObjectIsRead() {
		assertThat(entity("rig/agent_tool_sessions/json_object_response_format_roundtrip.json", Lane.class))
			.isEqualTo(new Lane("canary", Risk.LOW, new Checks(true, true)));
	}

	@Test
	void numberIsRead() {
		assertThat(entity("ruby_llm/chat_with_params_supports_response_format_param.json", Result.class))
			.isEqualTo(new Result(8));
	}

	@Test
	void answerAfterAToolIsRead() {
		assertThat(entity("vercel-ai/chat-2025-12/deepseek-json.json", Weather.class))
			.isEqualTo(new Weather("San Francisco", "cloudy", 7));
	}

	private <T> T entity(String file, Class<T> type) {
		Recordings.Body body = this.recordings.bodies()
			.stream()
			.filter((candidate) -> candidate.file().equals(file))
			.findFirst()
			.orElseThrow();
		JsonNode then = body.meta().path("request_body");
		ChatCompletionRequest request = then.isObject()
				? this.json.treeToValue(then, ChatCompletionRequest.class).mutate().model("deepseek-v4-flash").build()
				: Wire.REQUEST;
		this.wire.answer(Answer.of(200, "application/json", body.bytes()));
		T entity = this.wire.template().prompt().request(request).entity(type).block(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).hasSize(1);
		JsonNode sent = this.json.readTree(this.wire.log().last().body());
		assertThat(sent.path("response_format").path("type").stringValue()).isEqualTo("json_object");
		assertThat(sent.path("thinking")).isEqualTo(then.path("thinking"));
		assertThat(sent.path("messages").valueStream().filter((message) -> !isInstruction(message)))
			.containsExactlyElementsOf(then.isObject() ? then.path("messages").valueStream().toList()
					: List.of(this.json.valueToTree(Wire.REQUEST.messages().get(0))));
		return entity;
	}

	private static boolean isInstruction(JsonNode message) {
		return message.path("content").asString("").contains("JSON schema:");
	}

	enum Risk {

		@JsonProperty("low")
		LOW,

		@JsonProperty("high")
		HIGH

	}

	record Checks(boolean compile, boolean replay) {

	}

	record Lane(@JsonProperty("release_lane") String releaseLane, Risk risk, Checks checks) {

	}

	record Result(int result) {

	}

	record Weather(String location, String condition, int temperature) {

	}

}
