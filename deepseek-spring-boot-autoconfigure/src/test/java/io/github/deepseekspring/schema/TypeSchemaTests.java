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

import java.lang.ref.WeakReference;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonValue;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for schemas that are made from Java types.
 */
class TypeSchemaTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@Test
	void whenMadeFromARecordThenHasItsComponentsInOrder() {
		assertThat(json(Samples.Order.class)).isEqualTo("""
				{"type":"object","properties":{"customer":{"type":"string","description":"Who ordered"},\
				"quantity":{"type":"integer"},"note":{"type":"string"},\
				"delivery":{"type":"object","properties":{"street":{"type":"string"},"zip":{"type":"string"}},\
				"required":["street"],"description":"A place","additionalProperties":false},\
				"lines":{"type":"array","items":{"type":"object","properties":{"article_no":{"type":"string"},\
				"price":{"type":"number"},"priority":{"type":"string","enum":["right-now","LATER"]}},\
				"required":["article_no","price","priority"],"additionalProperties":false}}},\
				"required":["customer","quantity","delivery","lines"],"description":"An order of a customer",\
				"additionalProperties":false}""");
	}

	static Stream<Arguments> properties() {
		String dateTime = "{'type':'string','format':'date-time'}";
		String time = "\\\\d{2}:\\\\d{2}(:\\\\d{2}(\\\\.\\\\d{1,9})?)?$'}";
		return Stream.of(Arguments.of(Samples.Times.class, "instant", dateTime),
				Arguments.of(Samples.Times.class, "offset", dateTime),
				Arguments.of(Samples.Times.class, "date", "{'type':'string','format':'date'}"),
				Arguments.of(Samples.Times.class, "local",
						"{'type':'string','pattern':'^\\\\d{4}-\\\\d{2}-\\\\d{2}T" + time),
				Arguments.of(Samples.Times.class, "time", "{'type':'string','pattern':'^" + time),
				Arguments.of(Samples.Times.class, "month", "{'type':'string','pattern':'^\\\\d{4}-\\\\d{2}$'}"),
				Arguments.of(Samples.Times.class, "duration", "{'type':'string','format':'duration'}"),
				Arguments.of(Samples.Times.class, "id", "{'type':'string','format':'uuid'}"),
				Arguments.of(Samples.Times.class, "uri", "{'type':'string','format':'uri'}"),
				Arguments.of(Samples.Simple.class, "flag", "{'type':'boolean'}"),
				Arguments.of(Samples.Simple.class, "small", "{'type':'integer'}"),
				Arguments.of(Samples.Simple.class, "large", "{'type':'integer'}"),
				Arguments.of(Samples.Simple.class, "real", "{'type':'number'}"),
				Arguments.of(Samples.Simple.class, "letter", "{'type':'string'}"),
				Arguments.of(Samples.Simple.class, "boxed", "{'type':'integer'}"),
				Arguments.of(Samples.Simple.class, "bytes", "{'type':'string','contentEncoding':'base64'}"),
				Arguments.of(Samples.Simple.class, "maybe", "{'type':'integer'}"),
				Arguments.of(Samples.Simple.class, "any", "{}"), Arguments.of(Samples.Simple.class, "node", "{}"),
				Arguments.of(Samples.Simple.class, "object", "{'type':'object'}"),
				Arguments.of(Samples.Simple.class, "level", "{'type':'integer','enum':[1,2]}"),
				Arguments.of(Samples.Containers.class, "scores",
						"{'type':'object','additionalProperties':{'type':'integer'}}"),
				Arguments.of(Samples.Containers.class, "tags", "{'type':'array','items':{'type':'string'}}"),
				Arguments.of(Samples.Containers.class, "table",
						"{'type':'array','items':{'type':'array','items':{'type':'string'}}}"));
	}

	@ParameterizedTest
	@MethodSource("properties")
	void propertyOfAWellKnownType(Class<?> type, String property, String expected) {
		JsonNode properties = MAPPER.valueToTree(JsonSchema.of(type).toMap()).path("properties");
		assertThat(properties.path(property)).hasToString(expected.replace('\'', '"'));
	}

	@Test
	void whenPropertyMayBeAbsentThenIsNotRequired() {
		assertThat(JsonSchema.of(Samples.Simple.class).toMap().get("required"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly("flag", "small", "large", "real", "letter", "boxed", "bytes", "any", "node", "object",
					"level");
		assertThat(JsonSchema.of(Samples.Order.class).toMap().get("required"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.doesNotContain("note");
	}

	@Test
	void jacksonAnnotationsNameAndHideProperties() {
		assertThat(json(Samples.Named.class)).isEqualTo("""
				{"type":"object","properties":{"first_name":{"type":"string"},"last_name":{"type":"string"}},\
				"required":["first_name"],"additionalProperties":false}""");
	}

	@Test
	void propertiesOfAClassAreOrderedByAnnotationAndName() {
		assertThat(JsonSchema.of(Samples.Verdict.class).toMap().get("required"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly("reasoning", "answer", "area", "zone");
	}

	@Test
	void recursiveTypeRefersToItself() {
		assertThat(json(Samples.Tree.class)).contains("\"items\":{\"$ref\":\"#\"}", "\"parent\":{\"$ref\":\"#\"}");
		assertThat(json(Samples.Forest.class)).startsWith("{\"$defs\":{\"Tree\":{")
			.contains("\"highest\":{\"$ref\":\"#/$defs/Tree\"}");
	}

	@Test
	void typesWithTypeArguments() {
		Type type = new ParameterizedTypeReference<Samples.Page<Integer>>() {
		}.getType();
		assertThat(json(type)).isEqualTo(
				"{\"type\":\"object\",\"properties\":{\"content\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}},"
						+ "\"next\":{\"type\":\"integer\"}},\"required\":[\"content\"],\"additionalProperties\":false}");
		assertThat(json(new ParameterizedTypeReference<Optional<String>>() {
		}.getType())).isEqualTo("{\"type\":\"string\"}");
		assertThat(json(new ParameterizedTypeReference<List<Samples.Level>>() {
		}.getType())).isEqualTo("{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"enum\":[1,2]}}");
	}

	@Test
	void subtypesAreAlternatives() {
		assertThat(json(Samples.Shape.class)).isEqualTo("""
				{"anyOf":[{"type":"object","properties":{"radius":{"type":"number"},"type":{"const":"circle"}},\
				"required":["radius","type"],"additionalProperties":false},\
				{"type":"object","properties":{"side":{"type":"number"},"type":{"const":"square"}},\
				"required":["side","type"],"additionalProperties":false}]}""");
	}

	@Test
	void subtypesOfASealedTypeNeedNoList() {
		assertThat(json(Samples.Pet.class)).isEqualTo("""
				{"anyOf":[{"type":"object","properties":{"lives":{"type":"integer"},"kind":{"const":"cat"}},\
				"required":["lives","kind"],"additionalProperties":false},\
				{"type":"object","properties":{"name":{"type":"string"},"kind":{"const":"dog"}},\
				"required":["name","kind"],"additionalProperties":false}]}""");
	}

	@Test
	void subtypeThatContainsItsSupertypeHasTheNameOfItsKind() {
		assertThat(json(Samples.Formula.class)).contains("""
				{"type":"object","properties":{"left":{"$ref":"#/$defs/Term"},"right":{"$ref":"#/$defs/Term"},\
				"op":{"const":"add"}},"required":["left","right","op"],"additionalProperties":false}""")
			.doesNotContain("Add-1");
	}

	@Test
	void whatJacksonWritesIsValid() {
		Samples.Pet pet = new Samples.Cat(7);
		List<Object> values = List.of(new Samples.Owner(pet, new Samples.Circle(2)), new Samples.Dog("Rex"),
				new Samples.Line("a", new BigDecimal("1.50"), Samples.Priority.NOW),
				new Samples.Tree("oak", List.of(new Samples.Tree("twig", List.of(), null)), null),
				new Samples.Formula(new Samples.Add(new Samples.Constant(1), new Samples.Constant(2)), null),
				new Samples.Times(Instant.EPOCH, OffsetDateTime.MIN.withYear(2026), LocalDate.EPOCH,
						LocalDate.EPOCH.atTime(13, 45), LocalTime.NOON, YearMonth.of(2026, 1), Duration.ofMinutes(90),
						new UUID(1, 2), URI.create("https://example.com/a")));
		for (Object value : values) {
			assertThat(JsonSchema.of(value.getClass()).validate(MAPPER.valueToTree(value))).as("%s", value).isEmpty();
		}
	}

	@Test
	void whenAskedAgainThenAnswersTheSameSchema() {
		Type first = new ParameterizedTypeReference<Map<String, Samples.Line>>() {
		}.getType();
		Type second = new ParameterizedTypeReference<Map<String, Samples.Line>>() {
		}.getType();
		assertThat(JsonSchema.of(Samples.Order.class)).isSameAs(JsonSchema.of(Samples.Order.class));
		assertThat(JsonSchema.of(first)).isSameAs(JsonSchema.of(second));
	}

	@Test
	void whenSeveralThreadsAskThenAllGetTheSameSchema() {
		Mono<Long> schemas = Flux.range(0, 64)
			.flatMap((i) -> Mono.fromCallable(() -> JsonSchema.of(Samples.Formula.class))
				.subscribeOn(Schedulers.parallel()))
			.distinct(System::identityHashCode)
			.count();
		StepVerifier.create(schemas).expectNext(1L).expectComplete().verify(PATIENCE);
	}

	@Test
	void whenMadeAndUsedOnAThreadThatMustNotBlockThenDoesNotBlock() {
		Mono<List<String>> problems = Mono.fromCallable(() -> {
			JsonSchema schema = JsonSchema.of(Samples.Twice.class);
			schema.asStrict();
			return schema.validate(MAPPER.readTree("{\"to\":{\"street\":\"a\"}}"));
		}).subscribeOn(Schedulers.parallel());
		StepVerifier.create(problems)
			.expectNext(List.of("$: the required property 'from' is missing"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void schemaCannotBeChanged() {
		Map<String, Object> map = JsonSchema.of(Samples.Order.class).toMap();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ((Map<?, ?>) map.get("properties")).remove("customer"));
	}

	@Test
	void schemaDoesNotKeepTheClassLoader() throws Exception {
		WeakReference<Class<?>> type = new WeakReference<>(foreignType());
		JsonSchema schema = JsonSchema.of(Objects.requireNonNull(type.get()));
		assertThat(schema.toMap()).containsKey("properties");
		for (int i = 0; i < 50 && type.get() != null; i++) {
			System.gc();
		}
		assertThat(type.get()).isNull();
	}

	private static Class<?> foreignType() throws Exception {
		URL classes = Samples.class.getProtectionDomain().getCodeSource().getLocation();
		return new URLClassLoader(new URL[] { classes }, Samples.class.getClassLoader()) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				return name.startsWith(Samples.class.getName()) ? findLoaded(name) : super.loadClass(name, resolve);
			}

			private Class<?> findLoaded(String name) throws ClassNotFoundException {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}

		}.loadClass(Samples.Square.class.getName());
	}

	@Test
	void whenNoSchemaCanBeMadeThenNamesTheType() {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of(Unnameable.class))
			.withMessage("No JSON schema can be made from " + Unnameable.class.getName());
	}

	private static String json(Type type) {
		return MAPPER.writeValueAsString(JsonSchema.of(type).toMap());
	}

	enum Unnameable {

		ONE;

		@JsonValue
		String value() {
			throw new IllegalStateException("no value");
		}

	}

}
