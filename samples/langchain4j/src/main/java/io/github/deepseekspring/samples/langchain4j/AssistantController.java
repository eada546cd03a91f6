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

package io.github.deepseekspring.samples.langchain4j;

import java.io.IOException;
import java.security.Principal;
import java.util.Map;

import dev.langchain4j.model.chat.response.StreamingHandle;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
class AssistantController {

	private final Assistant assistant;

	AssistantController(Assistant assistant) {
		this.assistant = assistant;
	}

	@GetMapping("/answer")
	String answer(@RequestParam String message, Principal user) {
		return this.assistant.answer(user.getName(), message);
	}

	@GetMapping("/stream")
	SseEmitter stream(@RequestParam String message, Principal user) {
		SseEmitter emitter = new SseEmitter(0L);
		this.assistant.stream(user.getName(), message)
			.onPartialResponseWithContext((text, context) -> send(emitter, text.text(), context.streamingHandle()))
			.onCompleteResponse((response) -> emitter.complete())
			.onError(emitter::completeWithError)
			.start();
		return emitter;
	}

	/**
	 * A browser that has gone costs nothing more: the call to DeepSeek is closed.
	 */
	private static void send(SseEmitter emitter, String text, StreamingHandle call) {
		try {
			emitter.send(Map.of("text", text));
		}
		catch (IOException | IllegalStateException ex) {
			call.cancel();
		}
	}

}
