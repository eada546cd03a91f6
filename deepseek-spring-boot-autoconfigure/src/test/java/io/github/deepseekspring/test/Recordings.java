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

package io.github.deepseekspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recorded answers of the DeepSeek API. They are not part of the project: a test that
 * needs them is skipped where they are absent, or fails there if the system property
 * {@value #REQUIRED} is {@code true}.
 * <p>
 * The folder is named by the system property {@value #LOCATION}; by default it is
 * {@code shared/recordings} beside the working directory or beside one of its parents.
 */
public final class Recordings {

	/**
	 * The system property that names the folder.
	 */
	public static final String LOCATION = "deepseek.recordings";

	/**
	 * The system property that makes absent recordings a failure.
	 */
	public static final String REQUIRED = "deepseek.recordings.required";

	private static final String INDEX = "INDEX.md";

	private final Path folder;

	private final List<Body> bodies;

	private Recordings(Path folder) {
		this.folder = folder;
		this.bodies = readIndex(folder);
	}

	/**
	 * Open the recordings, or end the test.
	 * @return the recordings
	 */
	public static Recordings open() {
		Path folder = find();
		if (folder != null) {
			return new Recordings(folder);
		}
		String message = "no recordings: set the system property '" + LOCATION + "' to their folder";
		if (areExpected()) {
			throw new IllegalStateException(message);
		}
		return Assumptions.abort(message);
	}

	/**
	 * Return whether there are recordings, or have to be.
	 */
	public static boolean areExpected() {
		return find() != null || Boolean.getBoolean(REQUIRED) || System.getProperty(LOCATION) != null;
	}

	private static @Nullable Path find() {
		String location = System.getProperty(LOCATION);
		if (location != null) {
			Path folder = Path.of(location);
			return isRecordings(folder) ? folder : null;
		}
		for (Path parent = Path.of("").toAbsolutePath(); parent != null; parent = parent.getParent()) {
			Path folder = parent.resolve("shared").resolve("recordings");
			if (isRecordings(folder)) {
				return folder;
			}
		}
		return null;
	}

	private static boolean isRecordings(Path folder) {
		return Files.isRegularFile(folder.resolve(INDEX));
	}

	private static List<Body> readIndex(Path folder) {
		List<Body> bodies = new ArrayList<>();
		for (String line : read(folder.resolve(INDEX)).split("\n")) {
			String[] cells = line.split("\\|");
			if (cells.length > 3 && line.startsWith("|")) {
				Path path = folder.resolve(cells[1].trim());
				if (Files.isRegularFile(path) && Files.isRegularFile(metaOf(path))) {
					bodies.add(new Body(cells[1].trim(), cells[2].trim(), path));
				}
			}
		}
		return List.copyOf(bodies);
	}

	private static Path metaOf(Path body) {
		String name = body.getFileName().toString();
		Path whole = body.resolveSibling(name + ".meta.json");
		return Files.exists(whole) ? whole
				: body.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".meta.json");
	}

	private static String read(Path path) {
		try {
			return Files.readString(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return where the recordings are.
	 * @return the folder
	 */
	public Path folder() {
		return this.folder;
	}

	/**
	 * Return all recorded bodies.
	 * @return the bodies in the order of the index
	 */
	public List<Body> bodies() {
		return this.bodies;
	}

	/**
	 * Return the recorded bodies of a kind.
	 * @param kind such as {@code chat}, {@code chat stream}, {@code models} or
	 * {@code error 400}
	 * @return the bodies in the order of the index
	 */
	public List<Body> bodies(String kind) {
		return this.bodies.stream().filter((body) -> body.kind().equals(kind)).toList();
	}

	/**
	 * A recorded body.
	 *
	 * @param file the path inside the folder
	 * @param kind what it is an answer to, in the words of the index
	 * @param path where it is
	 */
	public record Body(String file, String kind, Path path) {

		/**
		 * Return the body as it was recorded.
		 * @return the bytes
		 */
		public byte[] bytes() {
			try {
				return Files.readAllBytes(this.path);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/**
		 * Return the body as text.
		 * @return the text
		 */
		public String text() {
			return new String(bytes(), StandardCharsets.UTF_8);
		}

		/**
		 * Return what was recorded with the body: the request, the status, the headers.
		 * @return the JSON object beside the body
		 */
		public JsonNode meta() {
			return JsonMapper.shared().readTree(read(metaOf(this.path)));
		}

		/**
		 * Return the JSON texts of a stream, in order and without the {@code [DONE]} at
		 * its end.
		 * @return the texts
		 */
		public List<String> payloads() {
			Stream<String> lines = Stream.of(text().split("\n"));
			if (this.file.endsWith(".sse")) {
				lines = lines.filter((line) -> line.startsWith("data: ")).map((line) -> line.substring(6));
			}
			return lines.filter((line) -> !line.isBlank() && !line.equals("[DONE]")).toList();
		}

		@Override
		public String toString() {
			return this.file;
		}

	}

}
