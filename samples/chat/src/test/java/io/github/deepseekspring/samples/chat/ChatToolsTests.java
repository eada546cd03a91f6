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

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import io.github.deepseekspring.tool.ToolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChatToolsTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T22:15:00Z"), ZoneOffset.UTC);

	@Test
	void theClockTellsTheTimeOfTheZone() {
		assertThat(ChatTools.time("Asia/Tokyo", CLOCK).time()).isEqualTo("Monday, 23 November 2026, 07:15");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Atlantis", "../etc" })
	void whenThereIsNoSuchZoneThenTheModelIsToldWhatToDo(String zone) {
		assertThatExceptionOfType(ToolException.class).isThrownBy(() -> ChatTools.time(zone, CLOCK))
			.withMessageContaining("Europe/Berlin");
	}

}
