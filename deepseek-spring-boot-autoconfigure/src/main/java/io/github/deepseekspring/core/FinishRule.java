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

import java.util.List;
import java.util.function.Function;

import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.GenerationInterruptedException;
import io.github.deepseekspring.chat.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * When an answer is complete whose choices tell why they ended.
 *
 * @param choices returns the choices of an answer or of a chunk
 * @param reason returns why a choice ended, or {@code null}
 * @param <T> the type of an answer or of a chunk
 * @param <C> the type of its choices
 */
record FinishRule<T, C>(Function<T, List<C>> choices, Function<C, @Nullable FinishReason> reason) {

	boolean hasChoices(T answer) {
		return !this.choices.apply(answer).isEmpty();
	}

	/**
	 * Return whether a choice has told why it ended, and fail for the reasons that tell
	 * of a failure.
	 */
	boolean isFinished(T answer, Failures failures) {
		boolean finished = false;
		for (C choice : this.choices.apply(answer)) {
			FinishReason told = this.reason.apply(choice);
			if (told != null) {
				requireSuccess(told, failures);
				finished = true;
			}
		}
		return finished;
	}

	private static void requireSuccess(FinishReason reason, Failures failures) {
		if (reason.equals(FinishReason.CONTENT_FILTER)) {
			throw new ContentRejectedException(failures.state().callState());
		}
		if (reason.equals(FinishReason.INSUFFICIENT_SYSTEM_RESOURCE) || reason.equals(FinishReason.ABORTED)) {
			throw new GenerationInterruptedException(reason.value(), failures.state().callState());
		}
	}

}
