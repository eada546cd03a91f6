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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a value, in words for the model. Of the forms that a value may have,
 * only the one that it comes nearest to is talked about.
 */
final class SchemaProblems {

	private static final int MAX_PROBLEMS = 20;

	private static final int MAX_LENGTH = 2000;

	private static final Set<String> ENTERING_BY_NAME = Set.of("properties", "patternProperties", "prefixItems");

	private static final Set<String> ENTERING = Set.of("items", "additionalProperties", "contains");

	private static final Set<String> CHOICES = Set.of("anyOf", "oneOf");

	private static final Set<String> KINDS = Set.of("const", "enum");

	private SchemaProblems() {
	}

	static List<String> describe(List<Error> errors) {
		Set<String> problems = new LinkedHashSet<>();
		describe(errors, 0, problems);
		return problems.stream().limit(MAX_PROBLEMS).map(SchemaProblems::shorten).toList();
	}

	/**
	 * A path has names that the model made up, of any length.
	 */
	private static String shorten(String problem) {
		return (problem.length() > MAX_LENGTH) ? problem.substring(0, MAX_LENGTH) + "..." : problem;
	}

	private static void describe(List<Error> errors, int start, Set<String> problems) {
		Map<Choice, Map<Object, List<Error>>> choices = new LinkedHashMap<>();
		for (Error error : errors) {
			Choice choice = choice(error, start);
			if (choice != null) {
				choices.computeIfAbsent(choice, (key) -> new LinkedHashMap<>())
					.computeIfAbsent(error.getEvaluationPath().getElement(choice.length()), (key) -> new ArrayList<>())
					.add(error);
			}
			else if (!"oneOf".equals(error.getKeyword()) || isAlone(error, errors)) {
				problems.add(SchemaWords.describe(error));
			}
		}
		choices.forEach((choice, forms) -> describe(choice, forms, problems));
	}

	private static void describe(Choice choice, Map<Object, List<Error>> forms, Set<String> problems) {
		List<Error> nearest = forms.values()
			.stream()
			.min(Comparator.<List<Error>>comparingLong((errors) -> mismatches(choice, errors))
				.thenComparingInt(List::size))
			.orElseThrow();
		if (mismatches(choice, nearest) == 0) {
			describe(nearest, choice.length() + 1, problems);
			return;
		}
		Map<String, Set<String>> kinds = new LinkedHashMap<>();
		forms.values()
			.stream()
			.flatMap(List::stream)
			.filter((error) -> KINDS.contains(error.getKeyword()) && isMismatch(choice, error))
			.forEach((error) -> kinds
				.computeIfAbsent(error.getInstanceLocation().toString(), (path) -> new LinkedHashSet<>())
				.addAll(SchemaWords.values(error.getSchemaNode())));
		if (kinds.isEmpty()) {
			problems.add(types(choice, forms));
		}
		kinds.forEach((path, values) -> problems.add(path + ": must be " + SchemaWords.oneOf(values)));
	}

	private static String types(Choice choice, Map<Object, List<Error>> forms) {
		String types = forms.values()
			.stream()
			.flatMap(List::stream)
			.filter((error) -> "type".equals(error.getKeyword()) && isMismatch(choice, error))
			.map((error) -> SchemaWords.types(error.getSchemaNode()))
			.distinct()
			.collect(Collectors.joining(" or "));
		return choice.location() + ": "
				+ (types.isEmpty() ? "has none of the forms that are allowed here" : "must be " + types);
	}

	private static boolean isAlone(Error error, List<Error> errors) {
		String prefix = error.getEvaluationPath().toString() + "[";
		return errors.stream().noneMatch((other) -> other.getEvaluationPath().toString().startsWith(prefix));
	}

	private static long mismatches(Choice choice, List<Error> errors) {
		return errors.stream().filter((error) -> isMismatch(choice, error)).count();
	}

	/**
	 * Whether the value is of another kind than this form of it: it has another type, or
	 * a property that tells the forms apart has another value.
	 */
	private static boolean isMismatch(Choice choice, Error error) {
		int depth = error.getInstanceLocation().getNameCount() - choice.depth();
		return (depth == 0 && ("type".equals(error.getKeyword()) || KINDS.contains(error.getKeyword())))
				|| (depth == 1 && "const".equals(error.getKeyword()));
	}

	private static @Nullable Choice choice(Error error, int start) {
		NodePath path = error.getEvaluationPath();
		int depth = 0;
		int i = 0;
		while (i < path.getNameCount() - 1) {
			Object step = path.getElement(i);
			if (i >= start && CHOICES.contains(step)) {
				return new Choice(i + 1, depth, prefix(path, i + 1), prefix(error.getInstanceLocation(), depth));
			}
			boolean byName = ENTERING_BY_NAME.contains(step);
			depth += (byName || ENTERING.contains(step)) ? 1 : 0;
			i += (byName) ? 2 : 1;
		}
		return null;
	}

	private static String prefix(NodePath path, int length) {
		NodePath prefix = path;
		while (prefix.getNameCount() > length) {
			prefix = prefix.getParent();
		}
		return prefix.toString();
	}

	/**
	 * A place of the schema that offers several forms, and the place of the value.
	 *
	 * @param length the number of steps to the forms, in the schema
	 * @param depth the number of steps to the value
	 * @param forms the path of the forms, in the schema
	 * @param location the path of the value
	 */
	private record Choice(int length, int depth, String forms, String location) {
	}

}
