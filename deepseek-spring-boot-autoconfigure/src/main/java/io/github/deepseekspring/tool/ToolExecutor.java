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

package io.github.deepseekspring.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.github.deepseekspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Runs one call of a tool. Code of the application runs where it may block.
 */
final class ToolExecutor {

	private final Map<String, ToolFunction<?>> functions = new LinkedHashMap<>();

	private final ToolFailureHandler onFailure;

	ToolExecutor(List<ToolFunction<?>> functions, ToolFailureHandler onFailure) {
		functions.forEach((function) -> this.functions.put(function.name(), function));
		this.onFailure = onFailure;
	}

	/**
	 * Return what the model is told. It fails only if the handler of failures wants that.
	 */
	Mono<ToolOutcome> execute(ToolCall call) {
		Mono<ToolOutcome> outcome = blocking(() -> invoke(call)).flatMap((invoked) -> invoked)
			.flatMap((invoked) -> (invoked.failure() != null) ? tell(call, invoked.failure()) : Mono.just(invoked));
		return SecurityContexts.underBothKeys(outcome);
	}

	private Mono<ToolOutcome> invoke(ToolCall call) {
		try {
			return ToolResult.textOf(function(call.name()).call(call.arguments()))
				.map(ToolOutcome::success)
				.onErrorResume((failure) -> Mono.just(ToolOutcome.failure(failure)));
		}
		catch (Throwable ex) {
			return Mono.just(ToolOutcome.failure(ex));
		}
	}

	private ToolFunction<?> function(String name) {
		ToolFunction<?> function = this.functions.get(name);
		if (function == null) {
			throw new ToolException("There is no tool '" + name + "'. The tools are: "
					+ String.join(", ", this.functions.keySet()) + ".");
		}
		return function;
	}

	private Mono<ToolOutcome> tell(ToolCall call, Throwable failure) {
		return blocking(() -> {
			@Nullable String text = this.onFailure.handle(call, failure);
			Assert.state(text != null, "The ToolFailureHandler returned nothing");
			return ToolOutcome.told(ToolResult.text(text));
		});
	}

	/**
	 * Reactor passes errors such as that of a missing class to nobody, which would leave
	 * the subscriber waiting for ever.
	 */
	private static <T> Mono<T> blocking(Callable<T> code) {
		return Mono.deferContextual((context) -> Mono.fromCallable(() -> {
			try {
				return ThreadLocals.within(context, code);
			}
			catch (Error ex) {
				throw new IllegalStateException("The tools of a call cannot be run", ex);
			}
		}).subscribeOn(Schedulers.boundedElastic()));
	}

}
