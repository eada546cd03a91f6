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

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.github.deepseekspring.core.Endpoint.Place;
import io.github.deepseekspring.messages.ContentBlock;
import io.github.deepseekspring.messages.ImageBlock;
import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.MessageContent;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.messages.ToolResultBlock;
import io.github.deepseekspring.observation.AnswerReader;
import io.github.deepseekspring.observation.ObservedCall;
import io.github.deepseekspring.stream.KeepAlives;
import io.github.deepseekspring.stream.PayloadHandler;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.codec.ServerSentEvent;

/**
 * What the Anthropic-style message API brings to the way that all calls go: its path, its
 * codec and its defaults.
 */
final class MessageApi {

	private static final String PATH = "/v1/messages";

	private static final Endpoint ENDPOINT = new Endpoint(HttpMethod.POST, Place.ANTHROPIC, PATH);

	/**
	 * The same where a request names an uploaded file, which wants a header of its own.
	 */
	private static final Endpoint FILES_ENDPOINT = new Endpoint(HttpMethod.POST, Place.ANTHROPIC, PATH,
			Map.of("anthropic-beta", "files-api-2025-04-14"));

	private static final String PRO = "deepseek-v4-pro";

	private final Exchange exchange;

	private final MessageDefaults defaults;

	private final Timeouts timeouts;

	private final RequestWarnings warnings;

	private final JsonMapper mapper;

	private final ObjectReader messages;

	private final ObjectReader events;

	MessageApi(Exchange exchange, ChatDefaults defaults, Timeouts timeouts, RequestWarnings warnings,
			JsonMapper mapper) {
		this.exchange = exchange;
		this.defaults = new MessageDefaults(defaults);
		this.timeouts = timeouts;
		this.warnings = warnings;
		this.mapper = mapper;
		this.messages = WireFormat.answerReader(mapper, Message.class);
		this.events = mapper.readerFor(MessageEvent.class);
	}

	Mono<Message> message(MessageRequest request) {
		Flux<ServerSentEvent<Message>> answer = execute(request, false, AnswerReader.MESSAGE,
				(failures) -> new AnswerHandler<>(this.mapper, this.messages, MessageApi::isMessage,
						(message) -> MessageEventHandler.isFinished(message.stopReason(), failures), failures));
		return KeepAlives.filter(answer).singleOrEmpty();
	}

	Flux<ServerSentEvent<MessageEvent>> stream(MessageRequest request) {
		return execute(request, true, AnswerReader.MESSAGE_EVENTS,
				(failures) -> new MessageEventHandler(this.mapper, this.events, failures));
	}

	/**
	 * An answer that has no end can be a message that was cut; without any content it is
	 * something else.
	 */
	private static boolean isMessage(Message message) {
		return MessageEventHandler.hasBlocks(message) && (message.stopReason() != null || !message.content().isEmpty());
	}

	private <T> Flux<ServerSentEvent<T>> execute(MessageRequest request, boolean streaming, AnswerReader<T> answers,
			Function<Failures, PayloadHandler<T>> handler) {
		return Flux.defer(() -> {
			MessageRequest complete = this.defaults.complete(request).stream(streaming).build();
			complete.validate();
			this.warnings.check(complete);
			return this.exchange.execute(new Call<>(namesFile(complete) ? FILES_ENDPOINT : ENDPOINT,
					servedModel(complete.model()), streaming, complete.userId(), this.timeouts,
					(userId) -> withUserId(complete, userId), ObservedCall.of(complete, answers), handler));
		});
	}

	private static MessageRequest withUserId(MessageRequest request, @Nullable UserId userId) {
		return Objects.equals(userId, request.userId()) ? request : request.mutate().userId(userId).build();
	}

	/**
	 * Return the model that counts for the limits. This API serves a model of Anthropic
	 * with one of DeepSeek, and any name that it does not know with the flash model.
	 */
	static String servedModel(@Nullable String model) {
		if (model == null) {
			return ChatDefaults.DEFAULT_MODEL;
		}
		if (model.startsWith("claude-opus")) {
			return PRO;
		}
		return model.startsWith("deepseek-") ? model : ChatDefaults.DEFAULT_MODEL;
	}

	private static boolean namesFile(MessageRequest request) {
		return request.messages().stream().anyMatch((message) -> namesFile(message.content()));
	}

	private static boolean namesFile(@Nullable MessageContent content) {
		return content != null && content.blocks().stream().anyMatch(MessageApi::namesFile);
	}

	private static boolean namesFile(ContentBlock block) {
		return (block instanceof ImageBlock image && "file".equals(image.source().get("type")))
				|| (block instanceof ToolResultBlock result && namesFile(result.content()));
	}

}
