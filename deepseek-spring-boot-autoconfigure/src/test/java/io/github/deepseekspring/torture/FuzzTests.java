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

package io.github.deepseekspring.torture;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.Jazzer;
import io.github.deepseekspring.chat.decode.ChunkDecoderFuzz;
import io.github.deepseekspring.core.ErrorAnswerFuzz;
import io.github.deepseekspring.schema.StrictSchemaFuzz;
import io.github.deepseekspring.stream.EventStreamFuzz;
import io.github.deepseekspring.test.Recordings;
import io.github.deepseekspring.test.Recordings.Body;
import io.github.deepseekspring.user.UserIdFuzz;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets Jazzer look for inputs that break what reads foreign bytes, each in a virtual
 * machine of its own. The system property {@value #RUNS} tells how many are tried.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class FuzzTests {

	private static final String RUNS = "deepseek.fuzz.runs";

	private static final long COUNT = Long.getLong(RUNS, 20_000);

	private static final int LARGEST_SEED = 8 * 1024;

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(classes = { EventStreamFuzz.class, ChunkDecoderFuzz.class, ErrorAnswerFuzz.class, UserIdFuzz.class,
			StrictSchemaFuzz.class })
	void noInputBreaksIt(Class<?> target) throws IOException, InterruptedException {
		Path corpus = Files.createDirectory(this.folder.resolve("corpus"));
		List<byte[]> seeds = seeds(target).filter((seed) -> seed.length <= LARGEST_SEED).toList();
		for (int i = 0; i < seeds.size(); i++) {
			Files.write(corpus.resolve("seed-" + i), seeds.get(i));
		}
		Path output = Files.createDirectories(Path.of("target", "fuzz")).resolve(target.getSimpleName() + ".txt");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx1g", "-cp", classPath(), Jazzer.class.getName(), "--target_class=" + target.getName(),
				"--instrumentation_includes=io.github.deepseekspring.**", "--reproducer_path=" + this.folder,
				"-artifact_prefix=" + this.folder + File.separator, "-runs=" + COUNT, corpus.toString())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			int exit = process.waitFor();
			assertThat(exit).as(() -> end(output)).isZero();
			assertThat(output).content().containsPattern("Done \\d+ runs");
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private static String end(Path output) {
		try {
			List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
			return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * Return inputs to begin with: some of our own, and recorded ones where there are
	 * any.
	 */
	private static Stream<byte[]> seeds(Class<?> target) {
		Stream<byte[]> own = ownSeeds(target).map((text) -> text.getBytes(StandardCharsets.UTF_8));
		return Recordings.areExpected() ? Stream.concat(own, recordedSeeds(target, Recordings.open())) : own;
	}

	private static Stream<String> ownSeeds(Class<?> target) {
		String events = new String(Bodies.chatStream().bytes(), StandardCharsets.UTF_8);
		if (target == EventStreamFuzz.class) {
			return Stream.of(events);
		}
		if (target == ChunkDecoderFuzz.class) {
			return Stream.of(events.replaceAll("(?m)^(data: |:.*)", "").replaceAll("\n+", "\n"));
		}
		if (target == ErrorAnswerFuzz.class) {
			return Stream.of("dd{\"error\":{\"message\":\"\0\",\"type\":\"invalid_request_error\"}}");
		}
		return Stream.of("ada@example.com", "\u6d77\ud83c\udf0a", "a\0b", "");
	}

	private static Stream<byte[]> recordedSeeds(Class<?> target, Recordings recordings) {
		if (target == EventStreamFuzz.class) {
			return recordings.bodies("chat stream").stream().map(Body::bytes).map(FuzzTests::beginning);
		}
		if (target == ChunkDecoderFuzz.class) {
			return recordings.bodies("chat stream")
				.stream()
				.map((body) -> beginning(String.join("\n", body.payloads()).getBytes(StandardCharsets.UTF_8)));
		}
		if (target == ErrorAnswerFuzz.class) {
			return Stream.of("error 400", "error 401")
				.flatMap((kind) -> recordings.bodies(kind).stream())
				.map((body) -> ("dd" + body.text()).getBytes(StandardCharsets.UTF_8));
		}
		return Stream.empty();
	}

	private static byte[] beginning(byte[] bytes) {
		return Arrays.copyOf(bytes, Math.min(bytes.length, LARGEST_SEED / 2));
	}

}
