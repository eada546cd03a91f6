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

package io.github.deepseekspring.token;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.test.Recordings;
import io.github.deepseekspring.test.TokenizerFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares counted tokens with those that DeepSeek told, and with what the documentation
 * says about the difference.
 */
class RecordedUsageTests {

	private static final long YEAR_2026 = 1767225600;

	private static final TokenEstimator ESTIMATOR = new TokenEstimator();

	private static Recordings recordings;

	private static List<RecordedChat> chats;

	private static TokenizerTokenCounter counter;

	/**
	 * Not before all of them, so that each test is reported when it is skipped.
	 */
	@BeforeEach
	void load() throws IOException {
		if (counter != null) {
			return;
		}
		recordings = Recordings.open();
		chats = RecordedChat.all(recordings);
		try (InputStream tokenizer = Files.newInputStream(TokenizerFile.find())) {
			counter = TokenizerTokenCounter.load(tokenizer);
		}
	}

	@AfterAll
	static void close() {
		if (counter != null) {
			counter.close();
		}
	}

	@Test
	void allGoldenTextsHaveTheirTokens() {
		List<GoldenText> texts = goldenTexts();
		assertThat(texts).hasSize(295)
			.allSatisfy(
					(golden) -> assertThat(counter.ids(golden.text())).as(golden.text()).containsExactly(golden.ids()));
	}

	@Test
	void textsOfRecordedAnswersHaveTheTokensOfTheReference() throws IOException {
		JsonNode rows = JsonMapper.shared()
			.readTree(Files.readString(recordings.folder().resolve("tokenizer/usage-reference.json")))
			.path("rows");
		Map<String, JsonNode> byFile = new TreeMap<>();
		rows.forEach((row) -> byFile.put(row.path("file").stringValue(), row));
		assertThat(byFile).hasSize(217);
		assertThat(chats).hasSize(217).allSatisfy((chat) -> {
			JsonNode row = byFile.get(chat.file());
			ChatCompletion answer = chat.answer();
			assertThat(counter.count(Objects.requireNonNullElse(answer.content(), "")))
				.isEqualTo(row.path("tokens_of_content").asInt(0));
			assertThat(counter.count(Objects.requireNonNullElse(answer.reasoningContent(), "")))
				.isEqualTo(row.path("tokens_of_reasoning").asInt(0));
		});
	}

	@Test
	void promptsAreCountedAsDocumented() throws IOException {
		Errors errors = prompts(counter);
		assertThat(errors.size()).isEqualTo(210);
		assertThat(errors.exactCases()).isGreaterThanOrEqualTo(177);
		assertThat(errors.largest()).isLessThanOrEqualTo(3);
		assertThat(page()).contains(errors.row("prompt, tokenizer"))
			.contains(prompts(ESTIMATOR).row("prompt, estimate"));
	}

	@Test
	void answersAreCountedAsDocumented() throws IOException {
		Errors errors = answers(counter);
		assertThat(errors.size()).isEqualTo(217);
		assertThat(errors.exactCases()).isGreaterThanOrEqualTo(196);
		assertThat(page()).contains(errors.row("answer, tokenizer"))
			.contains(answers(ESTIMATOR).row("answer, estimate"));
	}

	@Test
	void textsAreEstimatedAsDocumented() throws IOException {
		List<GoldenText> texts = goldenTexts().stream().filter((golden) -> golden.ids().length > 0).toList();
		Errors errors = Errors.of(texts, (golden) -> ESTIMATOR.count(golden.text()), (golden) -> golden.ids().length);
		assertThat(page()).contains(errors.row("short text, estimate"));
	}

	@Test
	void everyAnswerThatIsNotExactHasItsReason() throws IOException {
		Map<String, Integer> kinds = new TreeMap<>();
		for (RecordedChat chat : chats) {
			int difference = counter.countAnswer(chat.request(), chat.answer()) - chat.answerTokens();
			if (difference != 0) {
				assertThat(difference).as(chat.file()).isNegative();
				kinds.merge(kind(chat), 1, Integer::sum);
			}
		}
		assertThat(kinds).doesNotContainKey("unknown");
		String page = page();
		assertThat(kinds).allSatisfy((kind, cases) -> assertThat(page).contains("| " + kind + " | " + cases + " | "));
	}

	private static String kind(RecordedChat chat) {
		ChatCompletion answer = chat.answer();
		long created = Objects.requireNonNull(answer.created());
		if (FinishReason.LENGTH.equals(answer.finishReason()) && chat.request().tools() != null) {
			return "cut off in the marks of a tool call";
		}
		if (chat.request().stop() != null) {
			return "ended by a stop sequence";
		}
		if (!answer.toolCalls().isEmpty() && !Objects.requireNonNull(answer.content()).isEmpty()) {
			return "text before a tool call";
		}
		return (created > 1 && created < YEAR_2026) ? "models of 2025" : "unknown";
	}

	private static Errors prompts(TokenCounter counter) {
		return Errors.of(chats.stream().filter(RecordedChat::complete).toList(),
				(chat) -> counter.count(chat.request()), RecordedChat::promptTokens);
	}

	private static Errors answers(TokenCounter counter) {
		return Errors.of(chats, (chat) -> counter.countAnswer(chat.request(), chat.answer()),
				RecordedChat::answerTokens);
	}

	private static List<GoldenText> goldenTexts() {
		try {
			JsonNode golden = JsonMapper.shared()
				.readTree(Files.readString(recordings.folder().resolve("tokenizer/golden-ids.json")));
			return golden.path("cases").valueStream().map(GoldenText::of).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String page() throws IOException {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.isDirectory(directory.resolve(".mvn"))) {
			directory = directory.getParent();
		}
		return Files.readString(directory.resolve("docs/tokens-and-price.md"));
	}

	/**
	 * A text and its tokens.
	 */
	private record GoldenText(String text, long[] ids) {

		static GoldenText of(JsonNode node) {
			return new GoldenText(node.path("text").stringValue(),
					node.path("ids").valueStream().mapToLong(JsonNode::longValue).toArray());
		}

	}

}
