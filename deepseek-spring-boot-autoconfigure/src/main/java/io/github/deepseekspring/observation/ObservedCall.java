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

package io.github.deepseekspring.observation;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.messages.MessageRequest;

/**
 * What an API brings to the observation of its calls. Nothing is made before it is
 * needed.
 *
 * @param request tells of the request
 * @param input returns what is asked, as messages
 * @param answers reads the answer
 * @param <T> the type of a payload of the answer
 * @since 0.1.0
 */
public record ObservedCall<T>(Supplier<ObservedRequest> request, Supplier<List<Map<String, Object>>> input,
		AnswerReader<T> answers) {

	/**
	 * Tell of a chat call.
	 * @param request the request with all defaults
	 * @param answers reads the answer
	 * @param <T> the type of a payload of the answer
	 * @return what is observed
	 */
	public static <T> ObservedCall<T> of(ChatCompletionRequest request, AnswerReader<T> answers) {
		return new ObservedCall<>(() -> ObservedRequest.of(request), () -> ChatContent.input(request), answers);
	}

	/**
	 * Tell of a message call.
	 * @param request the request with all defaults
	 * @param answers reads the answer
	 * @param <T> the type of a payload of the answer
	 * @return what is observed
	 */
	public static <T> ObservedCall<T> of(MessageRequest request, AnswerReader<T> answers) {
		return new ObservedCall<>(() -> ObservedRequest.of(request), () -> MessageContents.input(request), answers);
	}

	/**
	 * Tell of a call that completes a text.
	 * @param request the request with all defaults
	 * @param answers reads the answer
	 * @param <T> the type of a payload of the answer
	 * @return what is observed
	 */
	public static <T> ObservedCall<T> of(CompletionRequest request, AnswerReader<T> answers) {
		return new ObservedCall<>(() -> ObservedRequest.of(request), () -> ContentParts.input(request), answers);
	}

	/**
	 * Tell of a call that only asks for something.
	 * @param operation what it asks for
	 * @param <T> the type of the answer
	 * @return what is observed
	 */
	public static <T> ObservedCall<T> get(String operation) {
		return new ObservedCall<>(() -> ObservedRequest.get(operation), List::of, AnswerReader.none());
	}

}
