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

package io.github.deepseekspring.tool;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.schema.JsonSchema;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ToolFunction}.
 */
class ToolFunctionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ToolFunction<Trip> trip = ToolFunction.of("book_trip", "Books a trip.", Trip.class, (input) -> input);

	@Test
	void isSentWithTheSchemaOfItsInput() {
		Tool tool = this.trip.toTool();
		assertThat(tool.name()).isEqualTo("book_trip");
		assertThat(tool.function().description()).isEqualTo("Books a trip.");
		assertThat(tool.function().strict()).isNull();
		assertThat(tool.function().parameters()).containsEntry("type", "object")
			.extractingByKey("properties")
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsOnlyKeys("city", "day", "nights");
		assertThat(new JsonMapper().writeValueAsString(tool))
			.isEqualTo(new JsonMapper().writeValueAsString(this.trip.toTool()));
	}

	@Test
	void whenMadeFromASchemaThenItsInputFitsIt() {
		JsonSchema schema = JsonSchema.of(Map.of("type", "object", "required", List.of("city")));
		ToolFunction<JsonNode> tool = ToolFunction.of("weather", "Tells the weather.", schema,
				(input) -> input.path("city").asString());
		assertThat(tool.toTool().function().parameters()).isEqualTo(schema.toMap());
		assertThat(tool.call("{\"city\":\"Oslo\"}")).isEqualTo("Oslo");
		assertThatExceptionOfType(ToolException.class).isThrownBy(() -> tool.call("{}")).withMessageContaining("city");
		JsonSchema list = JsonSchema.of(Map.of("type", "array"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ToolFunction.of("weather", "Tells the weather.", list, (input) -> null))
			.withMessageContaining("JSON object");
	}

	@Test
	void whenStrictThenIsSentWithAStrictSchemaAndTheOriginalIsNot() {
		Tool tool = this.trip.asStrict().toTool();
		assertThat(tool.function().strict()).isTrue();
		assertThat(tool.function().parameters()).containsEntry("additionalProperties", false)
			.extractingByKey("required")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactlyInAnyOrder("city", "day", "nights");
		assertThat(this.trip.toTool().function().strict()).isNull();
		assertThat(this.trip.asStrict().call("{\"city\":\"Rome\",\"day\":\"2026-01-02\",\"nights\":null}"))
			.isEqualTo(new Trip("Rome", LocalDate.of(2026, 1, 2), null));
	}

	@Test
	void whenStrictModeCannotExpressTheInputThenSaysSoAtOnce() {
		ToolFunction<Map<String, String>> tool = ToolFunction.of("any", "Takes anything.",
				new ParameterizedTypeReference<>() {
				}, (input) -> input);
		assertThatIllegalArgumentException().isThrownBy(tool::asStrict);
	}

	@Test
	void whenInputHasTypeArgumentsThenTheyAreRead() {
		ToolFunction<Page<Trip>> tool = ToolFunction.of("page", "Takes a page.", new ParameterizedTypeReference<>() {
		}, (page) -> page.elements().get(0).city());
		assertThat(tool.call("{\"elements\":[{\"city\":\"Rome\",\"day\":\"2026-01-02\",\"nights\":2}]}"))
			.isEqualTo("Rome");
	}

	@Test
	void whenToolHasNoInputThenIsSentWithoutASchemaAndTakesWhateverObjectTheModelWrites() {
		ToolFunction<?> tool = ToolFunction.of("now", "Tells the time.", () -> "noon");
		assertThat(tool.toTool().function().parameters()).isNull();
		assertThat(tool.call("{}")).isEqualTo("noon");
		assertThat(tool.call("")).isEqualTo("noon");
		assertThat(tool.call("{\"zone\":\"UTC\"}")).isEqualTo("noon");
		assertThat(tool.asStrict().toTool().function().strict()).isTrue();
		assertThatExceptionOfType(ToolException.class).isThrownBy(() -> tool.call("{"));
	}

	@Test
	void whenInputIsNotAnObjectThenSaysSoAtOnce() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ToolFunction.of("echo", "Echoes.", String.class, (input) -> input))
			.withMessageContaining("java.lang.String")
			.withMessageContaining("record");
	}

	@Test
	void whenNoArgumentsCanEverFitThenSaysSoAtOnce() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ToolFunction.of("book", "Books.", Wrapped.class, (input) -> input))
			.withStackTraceContaining("@JsonUnwrapped");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "two words", "caf\u00E9", "a.b" })
	void whenNameBreaksTheRuleThenSaysSoAtOnce(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> ToolFunction.of(name, "Does it.", () -> "done"))
			.withMessageContaining("'name'");
	}

	@Test
	void whenDescriptionIsMissingThenSaysSoAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> ToolFunction.of("do", " ", () -> "done"))
			.withMessageContaining("'description'");
	}

	@Test
	void whenArgumentsAreWrongThenNamesWhatIsWrongWithoutRepeatingTexts() {
		assertThatExceptionOfType(ToolException.class)
			.isThrownBy(() -> this.trip.call("{\"city\":\"Secret City\",\"nights\":\"secret\"}"))
			.withMessageContaining("day")
			.withMessageContaining("$.nights")
			.satisfies((failure) -> assertThat(failure).hasMessageNotContaining("ecret"));
	}

	@Test
	void whenInputCannotBeMadeThenNamesThePlace() {
		ToolFunction<Page<Trip>> tool = ToolFunction.of("page", "Takes a page.", new ParameterizedTypeReference<>() {
		}, (page) -> page);
		assertThatExceptionOfType(ToolException.class)
			.isThrownBy(() -> tool.call("{\"elements\":[{\"city\":\"Rome\",\"day\":\"2026-01-02\",\"nights\":-1}]}"))
			.withMessageContaining("'elements[0]'")
			.satisfies((failure) -> assertThat(failure).hasMessageNotContaining("secret rule"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.10", "1234567890123456789.12", "1E-400", "0.30000000000000004441" })
	void whenAnAmountIsDecimalThenNoDigitIsLost(String amount) {
		ToolFunction<Payment> tool = ToolFunction.of("pay", "Pays.", Payment.class, Payment::amount);
		assertThat(tool.call("{\"amount\":" + amount + "}")).isEqualTo(new BigDecimal(amount));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e1001", "1e-999999999", "-1e999999999", "1e2147483648", "1e99999999999" })
	void whenANumberHasAnExponentOutOfRangeThenTheModelIsToldAndNothingRuns(String amount) {
		ToolFunction<Payment> tool = ToolFunction.of("pay", "Pays.", Payment.class, Payment::amount);
		assertThatExceptionOfType(ToolException.class).isThrownBy(() -> tool.call("{\"amount\":" + amount + "}"))
			.withMessageContaining("out of range");
	}

	@ParameterizedTest
	@MethodSource
	void resultsBecomeTexts(@Nullable Object result, String text) {
		StepVerifier.create(ToolResult.textOf(result)).expectNext(text).expectComplete().verify(PATIENCE);
	}

	static Stream<Arguments> resultsBecomeTexts() {
		Trip trip = new Trip("Rome", LocalDate.of(2026, 1, 2), 3);
		String json = "{\"city\":\"Rome\",\"day\":\"2026-01-02\",\"nights\":3}";
		CompletionStage<Trip> stage = CompletableFuture.completedStage(trip);
		Publisher<Integer> publisher = (subscriber) -> Flux.just(1, 2).subscribe(subscriber);
		return Stream.of(Arguments.of("as it is", "as it is"), Arguments.of("null", "null"), Arguments.of(trip, json),
				Arguments.of(42, "42"), Arguments.of(List.of(trip), "[" + json + "]"), Arguments.of(true, "true"),
				Arguments.of(Mono.just(trip), json), Arguments.of(Mono.just("text"), "text"), Arguments.of(stage, json),
				Arguments.of(Flux.just("a", "b"), "[\"a\",\"b\"]"), Arguments.of(Flux.empty(), "[]"),
				Arguments.of(publisher, "[1,2]"), Arguments.of(null, ToolResult.NOTHING),
				Arguments.of("", ToolResult.NOTHING), Arguments.of(Mono.empty(), ToolResult.NOTHING),
				Arguments.of(CompletableFuture.completedFuture(null), ToolResult.NOTHING),
				Arguments.of(Optional.empty(), ToolResult.NOTHING), Arguments.of(Optional.of(1), "1"),
				Arguments.of("cut \uD83D", "cut \uFFFD"), Arguments.of("\uDE00 cut", "\uFFFD cut"),
				Arguments.of("\uD83D\uDE00", "\uD83D\uDE00"));
	}

	@Test
	void textsOfArgumentsAndResultsAreInNoToString() {
		assertThat(Arrays.asList(this.trip.toString(), ToolOutcome.success("secret").toString(),
				ToolOutcome.failure(new IllegalStateException("secret")).toString()))
			.noneMatch((text) -> text.contains("secret"));
		assertThat(this.trip).hasToString("ToolFunction[name=book_trip, strict=false]");
	}

	record Trip(String city, LocalDate day, @Nullable Integer nights) {

		Trip {
			if (nights != null && nights < 0) {
				throw new IllegalArgumentException("secret rule");
			}
		}

	}

	record Payment(BigDecimal amount) {

	}

	record Wrapped(@JsonUnwrapped Trip trip, String remark) {

	}

	record Page<T>(List<T> elements) {

	}

}
