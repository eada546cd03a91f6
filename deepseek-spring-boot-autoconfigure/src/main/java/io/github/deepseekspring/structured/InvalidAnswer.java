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

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Tells that an answer cannot be used, and why: once for the model, which may see its own
 * words again, and once for the application, where no text of the answer may appear.
 */
final class InvalidAnswer extends RuntimeException {

	private final transient List<String> problems;

	private final transient List<String> toldToModel;

	private final boolean cutOff;

	private InvalidAnswer(List<String> problems, List<String> toldToModel, boolean cutOff) {
		super(String.join("; ", problems), null, false, false);
		this.problems = List.copyOf(problems);
		this.toldToModel = List.copyOf(toldToModel);
		this.cutOff = cutOff;
	}

	static InvalidAnswer of(List<String> problems) {
		return new InvalidAnswer(problems, problems, false);
	}

	static InvalidAnswer of(String problem) {
		return of(List.of(problem));
	}

	/**
	 * Return the failure of an answer that is against the schema.
	 * @param problems what may be shown
	 * @param toldToModel the same with the names of properties as they came
	 */
	static InvalidAnswer ofSchema(List<String> problems, List<String> toldToModel) {
		return new InvalidAnswer(problems, toldToModel, false);
	}

	/**
	 * Return the failure of an answer that became too long, which the next one would as
	 * well.
	 */
	static InvalidAnswer cutOff() {
		return new InvalidAnswer(List.of("the answer was cut off"), List.of(), true);
	}

	/**
	 * Return the failure of a text that is not JSON, or not JSON alone.
	 */
	static InvalidAnswer notJson(JacksonException failure) {
		TokenStreamLocation location = failure.getLocation();
		boolean known = location != null && location.getLineNr() > 0;
		String place = known ? " at line " + location.getLineNr() + ", column " + location.getColumnNr() : "";
		String problem = "the answer is not one valid JSON text" + place;
		return new InvalidAnswer(List.of(problem), List.of(problem + ": " + failure.getOriginalMessage()), false);
	}

	/**
	 * Return the failure of JSON that cannot be made into the type.
	 * @param root the path of the value that was read
	 * @param failure what Jackson says, which may repeat the value
	 */
	static InvalidAnswer notReadable(String root, JacksonException failure) {
		Class<?> target = (failure instanceof MismatchedInputException mismatch) ? mismatch.getTargetType() : null;
		String reason = ": cannot be read" + ((target != null) ? " as " + target.getSimpleName() : "");
		return new InvalidAnswer(List.of(path(root, failure, false) + reason),
				List.of(path(root, failure, true) + reason + ": " + message(failure)), false);
	}

	/**
	 * What a type's own checks say is worth more than how Jackson puts it.
	 */
	private static @Nullable String message(JacksonException failure) {
		Throwable cause = failure.getCause();
		return (cause != null && !(cause instanceof JacksonException)) ? cause.getMessage()
				: failure.getOriginalMessage();
	}

	/**
	 * The keys of a map are texts of the answer.
	 */
	private static String path(String root, JacksonException failure, boolean keys) {
		StringBuilder path = new StringBuilder(root);
		for (JacksonException.Reference reference : failure.getPath()) {
			String name = reference.getPropertyName();
			if (name == null) {
				path.append('[').append(reference.getIndex()).append(']');
			}
			else {
				path.append('.').append((keys || !isMap(reference.from())) ? name : "*");
			}
		}
		return path.toString();
	}

	private static boolean isMap(@Nullable Object from) {
		return from instanceof Map || (from instanceof Class<?> type && Map.class.isAssignableFrom(type));
	}

	List<String> problems() {
		return this.problems;
	}

	List<String> toldToModel() {
		return this.toldToModel;
	}

	boolean isCutOff() {
		return this.cutOff;
	}

}
