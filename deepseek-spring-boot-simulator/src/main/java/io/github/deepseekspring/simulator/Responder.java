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

package io.github.deepseekspring.simulator;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Finds the answer to a request that was let in, and turns it into steps.
 */
final class Responder {

	private static final String JSON = "application/json";

	private final SimulatedAccount account;

	private final SimulatorClock clock;

	private final Pace pace;

	private final PromptCache cache = new PromptCache();

	private final ContentGenerator generator = new ContentGenerator();

	private final Queue<Answer> script = new ConcurrentLinkedQueue<>();

	private volatile @Nullable Function<RecordedRequest, @Nullable Answer> hook;

	Responder(SimulatedAccount account, SimulatorClock clock, Pace pace) {
		this.account = account;
		this.clock = clock;
		this.pace = pace;
	}

	void enqueue(List<Answer> answers) {
		this.script.addAll(answers);
	}

	void answerAll(@Nullable Function<RecordedRequest, @Nullable Answer> newHook) {
		this.hook = newHook;
	}

	void reset() {
		this.script.clear();
		this.hook = null;
		this.cache.clear();
	}

	List<Step> respond(RecordedRequest request) {
		Answer answer = choose(request);
		if (answer instanceof RawAnswer raw) {
			return raw.steps();
		}
		if (answer instanceof ChatAnswer chatAnswer) {
			return render(chatAnswer, request);
		}
		return ((FixedAnswer) answer).steps();
	}

	private Answer choose(RecordedRequest request) {
		Answer scripted = this.script.poll();
		Function<RecordedRequest, @Nullable Answer> function = this.hook;
		if (scripted == null && function != null) {
			scripted = function.apply(request);
		}
		if (scripted != null) {
			return scripted;
		}
		return switch (request.endpoint()) {
			case CHAT, MESSAGES, FIM -> Answer.generated();
			case MODELS -> Answer.of(200, JSON, Json.bytes(AccountPages.models(this.account)));
			case BALANCE -> Answer.of(200, JSON, Json.bytes(AccountPages.balance(this.account)));
			case UNKNOWN -> Answer.error(404, "Not Found", "invalid_request_error", "invalid_request_error");
		};
	}

	private List<Step> render(ChatAnswer answer, RecordedRequest request) {
		ModelRequest asked = request.asked();
		String model = asked.servedModel(this.account);
		Completion completion = complete(answer, asked, model);
		Dialect dialect = asked
			.dialect(new Dialect.Envelope(Ids.completion(), this.clock.instant().getEpochSecond(), model));
		Pace answerPace = answer.pace(this.pace);
		List<Step> steps = (asked.stream()) ? Timeline.stream(completion, dialect.events(completion), answerPace)
				: Timeline.whole(completion, dialect.body(completion), answerPace);
		Fault.Context context = new Fault.Context(asked.stream(), dialect, answerPace.keepAliveInterval());
		for (Fault fault : answer.faults()) {
			steps = fault.applyTo(steps, context);
		}
		return steps;
	}

	private Completion complete(ChatAnswer answer, ModelRequest request, String model) {
		Completion completion = (answer.isScripted()) ? answer.completion() : this.generator.generate(request);
		String finishReason = answer.finishReason();
		if (finishReason != null) {
			completion = completion.withFinishReason(finishReason);
		}
		completion = request.expressible(completion);
		PromptCache.Count count = this.cache.count(request, model);
		Completion.Usage usage = answer.usage();
		return completion.withUsage((usage != null) ? usage : new Completion.Usage(count.tokens(), count.cached(),
				completion.tokens(), completion.reasoningTokens()));
	}

}
