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

package io.github.deepseekspring.samples.chat;

import java.util.Map;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;

/**
 * Turns what happens in a call into the events that the page reads.
 */
@Component
final class ServerSentEvents {

	private final Problems problems;

	ServerSentEvents(Problems problems) {
		this.problems = problems;
	}

	/**
	 * Return the events for the page. As long as none was sent, a failure is left to the
	 * exception handler and becomes an HTTP status; afterwards the status is spent, and
	 * the failure is the last event.
	 * @param events what happens in the call
	 * @param reply makes the last event of a call that succeeds
	 */
	Flux<ServerSentEvent<Object>> of(Flux<ChatEvent> events, Supplier<ChatReply> reply) {
		return events.filter(ServerSentEvents::isShown)
			.map((event) -> of(event, reply))
			.switchOnFirst((first, all) -> first.hasValue() ? all.onErrorResume(this::failed) : all);
	}

	private Mono<ServerSentEvent<Object>> failed(Throwable ex) {
		return Mono.just(event("error", this.problems.of(ex).getBody()));
	}

	/**
	 * The pieces of a tool call and the end of a round tell nothing that the page needs.
	 */
	private static boolean isShown(ChatEvent event) {
		return !(event instanceof ChatEvent.ToolCallPart) && !(event instanceof ChatEvent.RoundFinished);
	}

	private static ServerSentEvent<Object> of(ChatEvent event, Supplier<ChatReply> reply) {
		if (event instanceof ChatEvent.Queued) {
			return event("queued", Map.of());
		}
		if (event instanceof ChatEvent.KeepAlive) {
			return event("keep-alive", Map.of());
		}
		if (event instanceof ChatEvent.Reasoning reasoning) {
			return event("reasoning", Map.of("text", reasoning.text()));
		}
		if (event instanceof ChatEvent.Text text) {
			return event("text", Map.of("text", text.text()));
		}
		if (event instanceof ChatEvent.ToolStarted started) {
			ToolCall call = started.call();
			return event("tool-started", new ToolUse(call.id(), call.name(), call.arguments(), null, null));
		}
		if (event instanceof ChatEvent.ToolFinished finished) {
			ToolCall call = finished.call();
			return event("tool-finished",
					new ToolUse(call.id(), call.name(), null, finished.result().text(), finished.failed()));
		}
		return event("done", reply.get());
	}

	private static ServerSentEvent<Object> event(String name, Object data) {
		return ServerSentEvent.builder(data).event(name).build();
	}

	/**
	 * A tool that the model uses.
	 *
	 * @param id which use of a tool it is
	 * @param name the name of the tool
	 * @param arguments what the model gives to it, as JSON, when it starts
	 * @param result what the model is told, when it has ended
	 * @param failed whether it failed, when it has ended
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record ToolUse(@Nullable String id, String name, @Nullable String arguments, @Nullable String result,
			@Nullable Boolean failed) {

		@Override
		public String toString() {
			return "ToolUse[name=" + this.name + ", failed=" + this.failed + "]";
		}

	}

}
