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

package io.github.deepseekspring.schema;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.OptBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/**
 * Types that schemas are made of.
 */
final class Samples {

	private Samples() {
	}

	@JsonClassDescription("An order of a customer")
	record Order(@JsonPropertyDescription("Who ordered") String customer, int quantity, @Nullable String note,
			Address delivery, List<Line> lines) {
	}

	@JsonClassDescription("A place")
	record Address(String street, Optional<String> zip) {
	}

	record Line(@JsonProperty("article_no") String article, BigDecimal price, Priority priority) {
	}

	enum Priority {

		@JsonProperty("right-now")
		NOW,

		LATER

	}

	enum Level {

		LOW(1), HIGH(2);

		private final int number;

		Level(int number) {
			this.number = number;
		}

		@JsonValue
		int number() {
			return this.number;
		}

	}

	record Times(Instant instant, OffsetDateTime offset, LocalDate date, LocalDateTime local, LocalTime time,
			YearMonth month, Duration duration, UUID id, URI uri) {
	}

	record Simple(boolean flag, byte small, long large, double real, char letter, Integer boxed, byte[] bytes,
			OptionalInt maybe, Object any, JsonNode node, ObjectNode object, Level level) {
	}

	record Containers(Map<String, Integer> scores, Set<String> tags, Line[] lines, List<List<String>> table) {
	}

	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	record Named(String firstName, @JsonProperty(isRequired = OptBoolean.FALSE) String lastName,
			@JsonIgnore String secret) {
	}

	record Tree(String name, @JsonPropertyDescription("The branches") List<Tree> children, @Nullable Tree parent) {
	}

	record Forest(Tree oldest, Tree highest) {
	}

	record Twice(@JsonPropertyDescription("Where to send it") Address to, Address from) {
	}

	record Page<T>(List<T> content, @Nullable T next) {
	}

	record Empty() {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape permits Circle, Square {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(double side) implements Shape {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	sealed interface Pet permits Cat, Dog {

	}

	@JsonTypeName("cat")
	record Cat(int lives) implements Pet {
	}

	@JsonTypeName("dog")
	record Dog(String name) implements Pet {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
	sealed interface Term permits Add, Constant {

	}

	@JsonTypeName("add")
	record Add(Term left, Term right) implements Term {
	}

	@JsonTypeName("constant")
	record Constant(int value) implements Term {
	}

	record Formula(Term term, @Nullable Term check) {
	}

	record Owner(Pet pet, @Nullable Shape house) {
	}

	@JsonPropertyOrder({ "reasoning", "answer" })
	static class Verdict {

		public String answer = "";

		public String zone = "";

		public String reasoning = "";

		public String area = "";

		public transient String cached = "";

		String hidden = "";

	}

}
