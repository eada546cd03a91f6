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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.structured.EntitySettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of lists that are read while they are written, over real sockets.
 */
@Timeout(120)
class EntityStreamTests {

	private static final String LIST = "{\"items\": [{\"name\":\"\u00c5s \\u4f60\\\"]}\ud83d\ude00\",\"tags\":[[1,-2.5e1],[]],"
			+ "\"inner\":{\"name\":\"x\",\"tags\":[],\"inner\":null}},{\"name\":\"\",\"tags\":[[10]],\"inner\":null}]}";

	private static final List<Thing> THINGS = List.of(new Thing("\u00c5s \u4f60\"]}\ud83d\ude00",
			List.of(List.of(1.0, -25.0), List.of()), new Thing("x", List.of(), null)),
			new Thing("", List.of(List.of(10.0)), null));

	private static final String[] THREE = { "{\"items\":[", "1", ",2", ",3", "]}" };

	private final JsonMapper json = new JsonMapper();

	@AutoClose
	private final Wire wire = new Wire();

	private final PromptSpec prompt = this.wire.template().prompt("Count.");

	private final Flux<Integer> numbers = this.prompt.stream().entityList(Integer.class);

	@Test
	void whereverTheTextIsCutTheElementsAreTheSame() {
		List<String[]> cuts = new ArrayList<>();
		for (int i = 1; i < LIST.length(); i++) {
			if (!Character.isLowSurrogate(LIST.charAt(i))) {
				cuts.add(new String[] { LIST.substring(0, i), LIST.substring(i) });
			}
		}
		cuts.add(LIST.codePoints().mapToObj(Character::toString).toArray(String[]::new));
		this.wire.answer(cuts.stream().map(Answer::chunks).toArray(Answer[]::new));
		for (String[] cut : cuts) {
			assertThat(Signals.of(this.prompt.stream().entityList(Thing.class)).complete()).as(Arrays.toString(cut))
				.isEqualTo(THINGS);
		}
		assertThat(this.wire.log().requests()).hasSize(cuts.size());
	}

	@Test
	void whereverTheBytesAreCutTheElementsAreTheSame() {
		this.wire.answer(Answer.chunks(LIST).fault(Fault.splitUtf8()),
				Answer.chunks(LIST).fault(Fault.dribble(Duration.ZERO)));
		for (int i = 0; i < 2; i++) {
			assertThat(Signals.of(this.prompt.stream().entityList(Thing.class)).complete()).isEqualTo(THINGS);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"items\":[]}", "```json\n{\"items\":[]}\n```" })
	void aListCanBeEmpty(String text) {
		this.wire.answer(Answer.text(text));
		assertThat(Signals.of(this.numbers).complete()).isEmpty();
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@Test
	void elementIsThereAsSoonAsItIsWritten() {
		this.wire.answer(Answer.raw()
			.write(Payloads
				.event(Payloads.chunk("{\\\"items\\\":[{\\\"name\\\":\\\"a\\\",\\\"tags\\\":[],\\\"inner\\\":null}")))
			.hang());
		assertThat(this.prompt.stream().entityList(Thing.class).blockFirst(Wire.PATIENCE))
			.isEqualTo(new Thing("a", List.of(), null));
		assertCancelled();
	}

	@Test
	void whenNoMoreElementsAreWantedThenTheCallIsCancelled() {
		this.wire.answer(Answer.chunks(endlessList()).chunkInterval(Duration.ofMillis(1)));
		assertThat(this.numbers.take(2).collectList().block(Wire.PATIENCE)).containsExactly(0, 1);
		assertCancelled();
	}

	@Test
	void elementsComeOneByOneAsTheyAreAskedFor() {
		this.wire.answer(Answer.chunks("{\"items\":[1,2,3", "]}"));
		StepVerifier.create(this.numbers, 0)
			.expectSubscription()
			.thenRequest(1)
			.expectNext(1)
			.thenRequest(1)
			.expectNext(2)
			.thenRequest(1)
			.expectNext(3)
			.expectComplete()
			.verify(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Here it is: {\"items\":[1]}", "{\"items\":[\"one\"]}", "{\"items\":[1.5,2]}", "[1]", "",
			"{\"numbers\":[1]}", "{\"items\":" })
	void whenTheFirstElementDoesNotFitThenAsksAgainWithTheWholeAnswer(String text) {
		this.wire.answer(Answer.reasoning("One, two.").text(text), Answer.chunks(THREE));
		assertThat(Signals.of(this.numbers).complete()).containsExactly(1, 2, 3);
		assertThat(this.wire.log().requests()).hasSize(2);
		JsonNode messages = sent(1).path("messages");
		assertThat(messages).hasSize(4);
		assertThat(messages.path(2).path("content").stringValue()).isEqualTo(text);
		assertThat(messages.path(2).path("reasoning_content").stringValue()).isEqualTo("One, two.");
		assertThat(messages.path(3).path("content").stringValue()).startsWith("Your answer cannot be used:\n- ");
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::outcome).containsOnly(Outcome.COMPLETED);
		assertThat(sent(1).path("stream")).isEqualTo(sent(0).path("stream"));
	}

	@Test
	void whenALaterElementDoesNotFitThenFailsAndNothingComesTwice() {
		this.wire.answer(Answer.chunks("{\"items\":[1,", "2,", "\"secret\"", ",4]}"));
		Signals<Integer> signals = Signals.of(this.numbers);
		assertThat(signals.items()).containsExactly(1, 2);
		InvalidEntityException failure = signals.failure(InvalidEntityException.class);
		assertThat(failure.getProblems()).singleElement().asString().startsWith("$.items[2]: ");
		assertThat(failure.getPartialContent()).isEqualTo("{\"items\":[1,2,\"secret\"");
		assertThat(failure.toString()).doesNotContain("secret");
		assertThat(failure.isDelivered()).isTrue();
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@Test
	void whenNoAnswerFitsThenFails() {
		this.wire.answerAll(Answer.text("{\"items\":[\"one\"]}"));
		Signals<Integer> signals = Signals.of(this.numbers);
		assertThat(signals.items()).isEmpty();
		InvalidEntityException failure = signals.failure(InvalidEntityException.class);
		assertThat(failure.getPartialContent()).isEqualTo("{\"items\":[\"one\"]}");
		assertThat(failure.getAttempts()).isEqualTo(3);
		assertThat(this.wire.log().requests()).hasSize(3);
	}

	@Test
	void whenTheListIsTooLongThenFailsBehindItsElements() {
		this.wire.answer(Answer.chunks("{\"items\":[1,", "2,").finishReason("length"),
				Answer.text("no").finishReason("length"));
		Signals<Integer> signals = Signals.of(this.numbers);
		assertThat(signals.items()).containsExactly(1, 2);
		assertThat(signals.failure(InvalidEntityException.class)).hasMessageContaining("max_tokens");
		assertThat(Signals.of(this.numbers).failure(InvalidEntityException.class)).hasMessageContaining("max_tokens");
		assertThat(this.wire.log().requests()).hasSize(2);
	}

	@Test
	void whenTheListIsNotClosedThenFailsBehindItsElements() {
		this.wire.answer(Answer.chunks("{\"items\":[1,", "2]"));
		Signals<Integer> signals = Signals.of(this.numbers);
		assertThat(signals.items()).containsExactly(1, 2);
		assertThat(signals.failure(InvalidEntityException.class).getProblems())
			.containsExactly("the answer ends before its JSON is complete");
	}

	@Test
	void whenTheStreamBreaksOffThenItsFailureComesBehindTheElements() {
		this.wire.answer(Answer.chunks("{\"items\":[1,2,", "3").fault(Fault.close().beforeFinish()));
		Signals<Integer> signals = Signals.of(this.numbers);
		assertThat(signals.items()).containsExactly(1, 2);
		DeepSeekException failure = signals.failure(TruncatedException.class);
		assertThat(failure.getPartialContent()).isEqualTo("{\"items\":[1,2,3");
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@RepeatedTest(20)
	void whenTheStreamBreaksOffWhileTheSubscriberIsSlowThenTheElementsComeFirst() {
		this.wire.answer(Answer.chunks("{\"items\":[1,2,3").fault(Fault.close().beforeFinish()));
		StepVerifier.create(this.numbers, 1)
			.expectNext(1)
			.then(() -> this.wire.log().awaitIdle(Wire.PATIENCE))
			.thenRequest(1)
			.expectNext(2)
			.thenRequest(1)
			.expectError(TruncatedException.class)
			.verify(Wire.PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsHeldForAnElementIsBounded(boolean strict) {
		PromptSpec bounded = this.wire.builder()
			.maxInMemorySize(20_000)
			.build()
			.prompt("Count.")
			.entitySettings((settings) -> settings
				.withMode(strict ? EntitySettings.Mode.STRICT_TOOL : EntitySettings.Mode.JSON_OBJECT));
		String text = "x".repeat(300);
		String[] chunks = Stream.concat(Stream.of("{\"items\":[\"a\",\""), Stream.generate(() -> text).limit(200))
			.toArray(String[]::new);
		this.wire.answer(strict ? Answer.toolCall("give_answer", String.join("", chunks)) : Answer.chunks(chunks));
		Signals<String> signals = Signals.of(bounded.stream().entityList(String.class));
		assertThat(signals.items()).containsExactly("a");
		assertThat(signals.failure(MalformedAnswerException.class)).hasMessageContaining("20000 bytes");
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@Test
	void elementsOfTheStreamAreCountedOneByOne() {
		PromptSpec bounded = this.wire.builder().maxInMemorySize(20_000).build().prompt("Count.");
		String text = "\"" + "\u4f60".repeat(300) + "\"";
		String list = "{\"items\":[" + String.join(",", Stream.generate(() -> text).limit(100).toList()) + "]}";
		assertThat(list.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(4 * 20_000);
		this.wire.answer(Answer.chunks(list.split("(?<=,)")));
		List<String> seen = new CopyOnWriteArrayList<>();
		Signals.of(bounded.stream().entityList(String.class).doOnNext(seen::add)).complete();
		assertThat(seen).hasSize(100);
	}

	private void assertCancelled() {
		this.wire.log().awaitIdle(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::outcome)
			.containsExactly(Outcome.CANCELLED_BY_CLIENT);
	}

	private static String[] endlessList() {
		return Stream
			.concat(Stream.of("{\"items\":["),
					Stream.iterate(0, (number) -> number + 1).map((n) -> n + ",").limit(100_000))
			.toArray(String[]::new);
	}

	private JsonNode sent(int index) {
		return this.json.readTree(this.wire.log().requests().get(index).body());
	}

	record Thing(String name, List<List<Double>> tags, @Nullable Thing inner) {

	}

}
