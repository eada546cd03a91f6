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

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.core.DeepSeekOperations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Asks a question that no user has asked.
 * <p>
 * A scheduler has no principal, so a call would be nobody's and have no {@code user_id}.
 * That is allowed (unless {@code deepseek.user-id.required} is set), but such calls share
 * one place in the queue with everything else that is nobody's. A fixed id gives the job
 * a place, and a prefix cache, of its own.
 */
@Service
final class DailyQuestion {

	static final String USER_ID = "daily-question";

	private static final Log logger = LogFactory.getLog(DailyQuestion.class);

	private final DeepSeekOperations deepSeek;

	DailyQuestion(DeepSeekOperations deepSeek) {
		this.deepSeek = deepSeek;
	}

	@Scheduled(initialDelayString = "${daily-question.initial-delay:PT1M}",
			fixedDelayString = "${daily-question.delay:PT15M}")
	Mono<Void> ask() {
		return this.deepSeek.prompt("Name one thing worth learning today.")
			.userId(USER_ID)
			.options((options) -> options.maxTokens(100))
			.completion()
			.doOnNext(DailyQuestion::log)
			.onErrorResume(DeepSeekException.class, DailyQuestion::log)
			.then();
	}

	private static void log(ChatCompletion completion) {
		Usage usage = completion.usage();
		logger.info("The daily question took " + ((usage != null) ? usage.totalTokens() : "unknown") + " tokens");
	}

	private static Mono<ChatCompletion> log(DeepSeekException ex) {
		logger.warn("The daily question failed: " + ex.getMessage());
		return Mono.empty();
	}

}
