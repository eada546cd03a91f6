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

package io.github.deepseekspring.structured;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EntityType} and the example that {@link SchemaExample} makes for it.
 */
class EntityTypeTests {

	private final JsonMapper mapper = EntityJson.newMapper();

	@ParameterizedTest
	@MethodSource
	void theExampleIsAValueOfTheType(Type type) {
		EntityType<Object> entity = EntityType.of(type, this.mapper);
		String example = EntityJson.write(SchemaExample.of(entity.schema().toMap()));
		assertThat(entity.read(example)).isNotNull();
		assertThat(entity.name()).isEqualTo(type.getTypeName());
	}

	static List<Type> theExampleIsAValueOfTheType() {
		return List.of(Everything.class, Node.class, Shape.class, Meal.class, String.class, Integer.class, int[].class,
				LocalDateTime.class, UUID.class, new ParameterizedTypeReference<Map<String, Node>>() {
				}.getType(), new ParameterizedTypeReference<List<Set<Shape>>>() {
				}.getType(), new ParameterizedTypeReference<Pair<Meal, Node>>() {
				}.getType());
	}

	@Test
	void propertiesThatAreOptionalMayBeMissing() {
		EntityType<Node> type = EntityType.of(Node.class, this.mapper);
		assertThat(type.read("{\"name\":\"a\",\"next\":{\"name\":\"b\"}}"))
			.isEqualTo(new Node("a", new Node("b", null)));
	}

	@Test
	void subtypesAreToldApart() {
		EntityType<Shape> type = EntityType.of(Shape.class, this.mapper);
		String circle = "{\"value\":{\"@type\":\"EntityTypeTests$Circle\",\"radius\":2}}";
		assertThat(type.read(circle)).isEqualTo(new Circle(2));
	}

	@ParameterizedTest
	@Timeout(20)
	@ValueSource(strings = { "1e999999999", "-1E-999999999", "1e2147483647", "0.1", "1e30" })
	void numbersThatDoNotFitAreToldWithoutMuchWork(String number) {
		EntityType<Integer> type = EntityType.of(Integer.class, this.mapper);
		assertThatExceptionOfType(InvalidAnswer.class).isThrownBy(() -> type.read("{\"value\":" + number + "}"));
		EntityType<Long> element = EntityType.elementOf(Long.class, this.mapper);
		ElementReader reader = new ElementReader();
		assertThatExceptionOfType(InvalidAnswer.class).isThrownBy(() -> {
			reader.feed("{\"items\":[" + number + "]}");
			element.read(Objects.requireNonNull(reader.next()), "$.items[0]");
		});
	}

	@ParameterizedTest
	@Timeout(20)
	@ValueSource(strings = { "[", "{\"value\":" })
	void whatIsNestedTooDeeplyIsNotRead(String open) {
		EntityType<Object> type = EntityType.of(Object.class, this.mapper);
		assertThatExceptionOfType(InvalidAnswer.class)
			.isThrownBy(() -> type.read("{\"value\":" + open.repeat(100_000)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"value\":null}", "null", "{}", "\"a\"" })
	void nothingIsNoValue(String json) {
		EntityType<String> type = EntityType.of(String.class, this.mapper);
		assertThatExceptionOfType(InvalidAnswer.class).isThrownBy(() -> type.read(json));
	}

	record Everything(String text, int number, Long big, double fraction, BigDecimal amount, boolean yes, Meal meal,
			List<Node> nodes, Map<String, Integer> counts, Optional<String> maybe, Instant instant, LocalDate date,
			LocalDateTime dateTime, Duration duration, UUID id, @Nullable String nothing, Shape shape) {

	}

	record Node(String name, @Nullable Node next) {

	}

	record Pair<A, B>(A first, B second) {

	}

	enum Meal {

		LUNCH, DINNER

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	record Square(int side) implements Shape {

	}

}
