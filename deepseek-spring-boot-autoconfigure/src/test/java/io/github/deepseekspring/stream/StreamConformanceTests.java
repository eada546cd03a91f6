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

package io.github.deepseekspring.stream;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.stream.Frames.Event;
import io.github.deepseekspring.test.Recordings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The readers against the cases of public test suites. The reader does what the standard
 * says in all of them; what it tells beyond that is listed here by the name of the case.
 */
class StreamConformanceTests {

	private static final int MAX_SIZE = 256 * 1024;

	private static final String JSON_ERROR = "{\"error\":\"Internal Server Error\","
			+ "\"message\":\"The server could not process your request\"}";

	/**
	 * Lines that cannot be a field. The standard ignores them without a word; for us they
	 * may be all that a proxy or a failing server has to say. By the first line of each.
	 */
	private static final Map<String, List<String>> NOISE = Map.of(
			// a field's name does not begin with a byte order mark
			"wpt/format-bom", List.of("\uFEFFdata:2"), //
			"wpt/format-bom-2", List.of("\uFEFFdata:1"), //
			"eventsource-parser/multi-bom", List.of("\uFEFFdata: bomful 2"),
			// nor does it hold a NUL or a space, not even around it
			"wpt/format-field-parsing", List.of("data\0:2", "\0data:4", " data:32"), //
			"wpt/format-field-unknown", List.of(" data"), //
			"eventsource-parser/unknown-fields", List.of(" data"),
			// text and JSON that were never meant as an event stream
			"eventsource-parser/plain-text-line", List.of("Well, this is not what I expected"), //
			"eventsource-parser/json-error-body-with-newline", List.of(JSON_ERROR), //
			"eventsource-parser/json-error-body-without-newline", List.of(JSON_ERROR),
			// nothing but an unknown field in the whole body
			"httpx-sse/unknown-field", List.of("something: ignore"));

	/**
	 * Blank lines that end nothing. The standard ignores them; for us each is a sign of
	 * life.
	 */
	private static final Map<String, Integer> BLANKS = blanks();

	/**
	 * The body is what it says it is, whatever the content type: gateways often label it
	 * wrongly, and text that is no stream of events is noise. A browser refuses these
	 * two.
	 */
	private static final Map<String, List<Event>> READ_ALL_THE_SAME = Map.of("wpt/format-mime-bogus",
			List.of(new Event("message", "data", "")), "wpt/format-mime-valid-bogus",
			List.of(new Event("message", "data", "")));

	private static Recordings recordings;

	private static Map<String, Integer> blanks() {
		Map<String, Integer> blanks = new TreeMap<>();
		for (String name : List.of("bom", "bom-2", "field-data", "field-event", "field-event-empty", "field-retry",
				"field-retry-bogus", "field-retry-empty", "field-unknown", "leading-space", "mime-bogus",
				"mime-trailing-semicolon", "mime-valid-bogus", "utf-8")) {
			blanks.put("wpt/format-" + name, 1);
		}
		blanks.put("wpt/format-null-character", 3);
		blanks.put("eventsource-parser/incorrect-retry-fields", 1);
		blanks.put("eventsource-parser/multibyte-leading-empty-lines", 4);
		blanks.put("openai-python/multiple-data-lines", 1);
		blanks.put("openai-python/multiple-data-lines-with-empty-line", 1);
		for (String lineEnd : List.of("cr", "crlf", "lf")) {
			for (String split : List.of("1-char-chunks", "2-char-chunks", "whole")) {
				for (int extra = 1; extra <= 2; extra++) {
					blanks.put("launchdarkly-sse-contract/linefeed-" + lineEnd + "-extra-empty-" + extra + "-" + split,
							extra);
				}
			}
		}
		return blanks;
	}

	@BeforeAll
	static void openRecordings() {
		recordings = Recordings.open();
	}

	@Test
	void everyEventCaseIsReadAsTheNetworkDeliveredIt() throws Exception {
		assertEvents((reads) -> reads);
	}

	@Test
	void everyEventCaseIsReadByteByByte() throws Exception {
		assertEvents((reads) -> Frames.eachByte(Frames.join(reads)));
	}

	@Test
	void everyEventCaseIsReadInOnePiece() throws Exception {
		assertEvents((reads) -> List.of(Frames.join(reads)));
	}

	private void assertEvents(Function<List<byte[]>, List<byte[]>> split) throws Exception {
		JsonNode cases = cases("events.json");
		Map<String, List<String>> noise = new TreeMap<>();
		Map<String, Integer> blanks = new TreeMap<>();
		Set<String> refused = new TreeSet<>();
		for (JsonNode testCase : cases) {
			String id = testCase.path("id").stringValue();
			List<byte[]> reads = new ArrayList<>();
			testCase.path("chunks_base64").forEach((read) -> reads.add(Base64.getDecoder().decode(read.stringValue())));
			Frames frames = Frames.read(new EventStreamReader(MAX_SIZE), split.apply(reads));
			if (testCase.has("expected_connection")) {
				refused.add(id);
				assertThat(frames.events()).as(id).isEqualTo(READ_ALL_THE_SAME.get(id));
			}
			else {
				assertThat(frames.events()).as(id).isEqualTo(events(testCase.path("expected_events")));
				assertComments(id, frames.comments(), texts(testCase.path("expected_comments")));
				assertThat(frames.retries()).as(id).isEqualTo(numbers(testCase.path("expected_retry_ms")));
			}
			if (!frames.noise().isEmpty()) {
				noise.put(id, frames.noise());
			}
			if (frames.blanks() > 0) {
				blanks.put(id, frames.blanks());
			}
		}
		assertThat(cases.size()).isEqualTo(178);
		assertThat(refused).isEqualTo(READ_ALL_THE_SAME.keySet());
		assertThat(noise).isEqualTo(NOISE);
		assertThat(blanks).isEqualTo(BLANKS);
	}

	/**
	 * A comment is given without the space behind its colon, as the value of a field is.
	 * A case with comments of many hundred characters tells only how many there are.
	 */
	private static void assertComments(String id, List<String> comments, List<String> expected) {
		if (expected.contains("(long)")) {
			assertThat(comments).as(id).hasSameSizeAs(expected);
		}
		else {
			assertThat(comments).as(id)
				.isEqualTo(expected.stream().map((comment) -> comment.replaceFirst("^ ", "")).toList());
		}
	}

	@Test
	void everyLineCaseIsReadAsTheNetworkDeliveredIt() throws Exception {
		assertLines((reads) -> reads);
	}

	@Test
	void everyLineCaseIsReadByteByByte() throws Exception {
		assertLines((reads) -> Frames.eachByte(Frames.join(reads)));
	}

	private void assertLines(Function<List<byte[]>, List<byte[]>> split) throws Exception {
		JsonNode cases = cases("lines.json");
		for (JsonNode testCase : cases) {
			String id = testCase.path("id").stringValue();
			LineReader reader = new LineReader(MAX_SIZE);
			List<String> lines = new ArrayList<>();
			for (byte[] piece : split.apply(bytes(testCase.path("chunks")))) {
				reader.append(Frames.buffer(piece));
				while (reader.next()) {
					lines.add(line(reader));
				}
			}
			if (testCase.path("flush_at_end").booleanValue() && reader.last()) {
				lines.add(line(reader));
			}
			assertThat(lines).as(id).isEqualTo(texts(testCase.path("expected_lines")));
		}
		assertThat(cases.size()).isEqualTo(34);
	}

	private static String line(LineReader reader) {
		return new String(reader.bytes(), reader.lineStart(), reader.lineEnd() - reader.lineStart(),
				StandardCharsets.UTF_8);
	}

	@Test
	void everyCaseOfTheEndIsJudgedAsTheWireSaysIt() throws Exception {
		JsonNode cases = cases("done-protocol.json");
		for (JsonNode testCase : cases) {
			String id = testCase.path("id").stringValue();
			TextHandler handler = TextHandler.completeWithDone();
			Flux<DataBuffer> body = Flux.fromIterable(bytes(testCase.path("chunks"))).map(Frames::buffer);
			Received received = Received.of(AnswerFlux.ofEventStream(body, MAX_SIZE, handler, new AnswerState(),
					new AnswerClocks(Timeouts.defaults(), true)), Duration.ofSeconds(5));
			assertThat(received.payloads()).as(id).isEqualTo(texts(testCase.path("payloads")));
			assertThat(received.comments()).as(id).isEqualTo(texts(testCase.path("comments")));
			if (testCase.path("end").stringValue().equals("done")) {
				assertThat(received.failure()).as(id).isNull();
			}
			else {
				assertThat(received.failure()).as(id).isInstanceOf(DeepSeekException.class);
			}
		}
		assertThat(cases.size()).isEqualTo(7);
	}

	private static JsonNode cases(String file) throws Exception {
		String json = Files.readString(recordings.folder().resolve("sse-conformance").resolve(file));
		return JsonMapper.shared().readTree(json).path("cases");
	}

	private static List<byte[]> bytes(JsonNode texts) {
		return texts(texts).stream().map((text) -> text.getBytes(StandardCharsets.UTF_8)).toList();
	}

	private static List<Event> events(JsonNode events) {
		List<Event> expected = new ArrayList<>();
		events.forEach((event) -> expected.add(new Event(event.path("event").stringValue(),
				event.path("data").stringValue(), event.path("id").stringValue())));
		return expected;
	}

	private static List<String> texts(JsonNode texts) {
		List<String> expected = new ArrayList<>();
		texts.forEach((text) -> expected.add(text.stringValue()));
		return Collections.unmodifiableList(expected);
	}

	private static List<Long> numbers(JsonNode numbers) {
		List<Long> expected = new ArrayList<>();
		numbers.forEach((number) -> expected.add(number.longValue()));
		return expected;
	}

}
