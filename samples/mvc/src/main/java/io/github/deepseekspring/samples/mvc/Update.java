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

package io.github.deepseekspring.samples.mvc;

import java.util.Map;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.FinishReason;
import reactor.core.publisher.SynchronousSink;

import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * What a reader learns in the course of an answer: {@code waiting}, {@code reasoning} and
 * {@code text}, and at the end {@code finished} or {@code failed}.
 *
 * @param name the name of the server-sent event
 * @param data its data, which become JSON
 */
record Update(String name, Map<String, Object> data) {

	/**
	 * Tell a reader of an event. Tools are not offered, so nothing is said of them.
	 */
	static void tell(ChatEvent event, SynchronousSink<Update> reader) {
		if (event instanceof ChatEvent.Queued) {
			reader.next(new Update("waiting", Map.of("for", "slot")));
		}
		else if (event instanceof ChatEvent.KeepAlive) {
			reader.next(new Update("waiting", Map.of("for", "deepseek")));
		}
		else if (event instanceof ChatEvent.Reasoning reasoning) {
			reader.next(new Update("reasoning", Map.of("text", reasoning.text())));
		}
		else if (event instanceof ChatEvent.Text text) {
			reader.next(new Update("text", Map.of("text", text.text())));
		}
		else if (event instanceof ChatEvent.Finished finished) {
			FinishReason reason = finished.completion().finishReason();
			reader.next(new Update("finished", Map.of("reason", (reason != null) ? reason.value() : "unknown")));
		}
	}

	/**
	 * Return the last thing that a reader learns of an answer that is not complete. The
	 * status of a stream is sent before anybody knows.
	 */
	static Update failed(DeepSeekException ex) {
		return new Update("failed", Map.of("detail", Failures.explain(ex), "retryable", ex.isRetryable()));
	}

	ServerSentEvent<Map<String, Object>> asElement() {
		return ServerSentEvent.builder(this.data).event(this.name).build();
	}

	SseEventBuilder asEvent() {
		return SseEmitter.event().name(this.name).data(this.data);
	}

	@Override
	public String toString() {
		return "Update[name=" + this.name + "]";
	}

}
