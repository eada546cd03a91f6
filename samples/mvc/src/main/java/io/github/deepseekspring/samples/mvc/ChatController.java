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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.Map;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.core.BlockingDeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekOperations;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The same question in three styles, for users of the page below {@code /chat} and for
 * programs below {@code /api/chat}. Nothing here says who asks: the template finds the
 * user in the security context of the request.
 */
@RestController
@RequestMapping({ "/chat", "/api/chat" })
final class ChatController {

	private static final String INSTRUCTIONS = "Be helpful and brief.";

	private static final long NO_TIMEOUT = 0;

	private final DeepSeekOperations deepSeek;

	private final BlockingDeepSeekOperations blockingDeepSeek;

	private final Scheduler senders;

	/**
	 * Create the controller.
	 * @param senders the application's executor; its threads are virtual where there are
	 * virtual threads
	 */
	ChatController(DeepSeekOperations deepSeek, BlockingDeepSeekOperations blockingDeepSeek,
			@Qualifier("applicationTaskExecutor") AsyncTaskExecutor senders) {
		this.deepSeek = deepSeek;
		this.blockingDeepSeek = blockingDeepSeek;
		this.senders = Schedulers.fromExecutor(senders);
	}

	@GetMapping("/me")
	Map<String, String> me(Principal caller) {
		return Map.of("name", caller.getName());
	}

	/**
	 * No thread waits. Spring MVC subscribes, asks for the next element when the last one
	 * was sent, and cancels when the reader has gone.
	 */
	@PostMapping(path = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Map<String, Object>>> flux(@RequestBody Question question) {
		return updates(question).map(Update::asElement);
	}

	/**
	 * No thread waits for DeepSeek. Sending blocks where a reader is slow, so that it
	 * needs a thread that may block. A reader who has gone makes it fail, which cancels
	 * the call.
	 */
	@PostMapping(path = "/emitter", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter emitter(@RequestBody Question question) {
		SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
		Disposable call = updates(question).publishOn(this.senders)
			.subscribe((update) -> send(emitter, update), emitter::completeWithError, emitter::complete);
		emitter.onCompletion(call::dispose);
		return emitter;
	}

	/**
	 * The thread of the request waits for the whole answer.
	 */
	@PostMapping(path = "/blocking", produces = MediaType.APPLICATION_JSON_VALUE)
	Answer blocking(@RequestBody Question question) {
		return new Answer(
				this.blockingDeepSeek.prompt().system(INSTRUCTIONS).user(question.checked()).completion().content());
	}

	private Flux<Update> updates(Question question) {
		return this.deepSeek.prompt()
			.system(INSTRUCTIONS)
			.user(question.checked())
			.stream()
			.signals()
			.events()
			.handle(Update::tell)
			.onErrorResume(DeepSeekException.class, (ex) -> Mono.just(Update.failed(ex)));
	}

	private static void send(SseEmitter emitter, Update update) {
		try {
			emitter.send(update.asEvent());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A whole answer.
	 *
	 * @param text the text of the model
	 */
	record Answer(@Nullable String text) {

		@Override
		public String toString() {
			return "Answer[]";
		}

	}

}
