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

import java.util.List;

import io.github.deepseekspring.InvalidRequestException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes requests as JSON. What cannot be written is named and not shown.
 */
final class RequestWriter {

	private static final String EXTRA = "extra";

	private final JsonMapper mapper;

	RequestWriter(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Write a request.
	 * @throws InvalidRequestException if a value in it cannot be written
	 */
	byte[] write(Object request) {
		try {
			return this.mapper.writeValueAsBytes(request);
		}
		catch (JacksonException ex) {
			throw InvalidRequestException.ofField(path(ex), "it cannot be written as JSON");
		}
	}

	/**
	 * Return the place in the spelling of the wire, where what a request calls extra
	 * stands beside all else.
	 */
	private static String path(JacksonException failure) {
		StringBuilder path = new StringBuilder();
		List<Reference> references = failure.getPath();
		boolean extra = references.size() > 1 && EXTRA.equals(references.get(0).getPropertyName());
		for (Reference reference : references.subList(extra ? 1 : 0, references.size())) {
			if (reference.getPropertyName() != null) {
				path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
			}
			else {
				path.append('[').append(reference.getIndex()).append(']');
			}
		}
		return path.isEmpty() ? "request" : path.toString();
	}

}
