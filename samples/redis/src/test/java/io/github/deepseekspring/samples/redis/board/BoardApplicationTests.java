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

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the start and the end.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class BoardApplicationTests {

	@Test
	void whenTheBoardEndsThenAllThatItStartedEnds(CapturedOutput output) {
		Set<ProcessHandle> before = children();
		List<ProcessHandle> started;
		try (ConfigurableApplicationContext context = BoardApplication.run("--server.port=0", "--board.ports=0,0")) {
			started = children().stream().filter((child) -> !before.contains(child)).toList();
			assertThat(started).hasSize(3).allMatch(ProcessHandle::isAlive);
			assertThat(output).contains("The board is at http://localhost:"
					+ context.getEnvironment().getProperty("local.server.port") + "/");
		}
		assertThat(started).allSatisfy((child) -> assertThat(child.onExit()).succeedsWithin(20, TimeUnit.SECONDS));
	}

	private static Set<ProcessHandle> children() {
		return ProcessHandle.current().children().collect(Collectors.toSet());
	}

}
