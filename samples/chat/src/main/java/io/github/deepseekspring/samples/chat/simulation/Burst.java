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

package io.github.deepseekspring.samples.chat.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.core.DeepSeekOperations;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;

/**
 * Many questions of one user at once, while another user keeps asking one after the
 * other.
 */
final class Burst {

	static final int SIZE = 60;

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final DeepSeekOperations deepSeek;

	private final String model;

	private final Tally many;

	private final Tally few;

	private final AtomicBoolean over = new AtomicBoolean();

	Burst(DeepSeekOperations deepSeek, String model, String user, String other) {
		this.deepSeek = deepSeek;
		this.model = model;
		this.many = new Tally(user);
		this.few = new Tally(other);
	}

	/**
	 * Ask. Completes when all has been answered or refused.
	 */
	Mono<Void> run() {
		Mono<Void> burst = Flux.range(0, SIZE).flatMap((number) -> ask(this.many), SIZE).then();
		Mono<Void> chat = ask(this.few)
			.repeatWhen((ends) -> ends.delayElements(PAUSE).takeWhile((end) -> !this.over.get()))
			.then();
		return Mono.when(burst.doFinally((signal) -> this.over.set(true)), chat);
	}

	State state(boolean running) {
		return new State(running, this.model, List.of(this.many.state(), this.few.state()));
	}

	/**
	 * Ask as a user who is logged in: the template takes the user from the security
	 * context, as it does for a request of the page.
	 */
	private Mono<Void> ask(Tally tally) {
		return Mono.defer(() -> {
			Tally.Question question = tally.ask();
			return this.deepSeek.prompt(SimulatedAnswers.BURST)
				.model(this.model)
				.options((options) -> options.thinking(Thinking.DISABLED))
				.stream()
				.signals()
				.events()
				.doOnNext(question::on)
				.doOnComplete(question::answered)
				.doOnError((ex) -> question.failed())
				.then()
				.onErrorResume(DeepSeekException.class, (ex) -> Mono.empty());
		})
			.contextWrite(ReactiveSecurityContextHolder
				.withAuthentication(UsernamePasswordAuthenticationToken.authenticated(tally.user(), null, List.of())));
	}

	/**
	 * How a burst stands.
	 *
	 * @param running whether it is under way
	 * @param model the model that is asked
	 * @param users how the questions of the users stand, those of the burst first
	 */
	record State(boolean running, String model, List<Tally.State> users) {

	}

}
