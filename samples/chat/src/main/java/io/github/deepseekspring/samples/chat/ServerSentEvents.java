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

import io.github.deepseekspring.chat.ChatEvent;
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
	 * the failure is the last event. The chat offers no tools, so nothing is said of tool
	 * calls.
	 */
	Flux<ServerSentEvent<Object>> of(Flux<ChatEvent> events) {
		return events.filter((event) -> !(event instanceof ChatEvent.ToolCallPart))
			.map(ServerSentEvents::of)
			.switchOnFirst((first, all) -> first.hasValue() ? all.onErrorResume(this::failed) : all);
	}

	private Mono<ServerSentEvent<Object>> failed(Throwable ex) {
		return Mono.just(event("error", this.problems.of(ex).getBody()));
	}

	private static ServerSentEvent<Object> of(ChatEvent event) {
		if (event instanceof ChatEvent.Queued) {
			return event("queued", Map.of("waitingFor", "slot"));
		}
		if (event instanceof ChatEvent.KeepAlive) {
			return event("queued", Map.of("waitingFor", "deepseek"));
		}
		if (event instanceof ChatEvent.Reasoning reasoning) {
			return event("reasoning", Map.of("text", reasoning.text()));
		}
		if (event instanceof ChatEvent.Text text) {
			return event("text", Map.of("text", text.text()));
		}
		ChatEvent.Finished finished = (ChatEvent.Finished) event;
		return event("finished", ChatReply.of(finished.completion()).withoutTexts());
	}

	private static ServerSentEvent<Object> event(String name, Object data) {
		return ServerSentEvent.builder(data).event(name).build();
	}

}
