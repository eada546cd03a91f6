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

package io.github.deepseekspring.concurrency.redis;

import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Exchange;
import io.github.deepseekspring.concurrency.LeaseStore.Standing;
import io.github.deepseekspring.concurrency.LeaseStore.Throttling;

/**
 * What the scripts answer: whole numbers, of which the first ones tell how the group
 * stands.
 *
 * @param numbers the numbers
 */
record Reply(List<Long> numbers) {

	private static final int STANDING = 4;

	private static final int GRANTED = 1;

	private static final int USER_LIMITED = 2;

	Standing standing() {
		return new Standing(this.numbers.get(0), number(1), number(2), number(3));
	}

	Exchange exchange() {
		List<Answer> answers = new ArrayList<>(this.numbers.size() - STANDING - 1);
		for (int i = STANDING + 1; i < this.numbers.size(); i++) {
			answers.add(answer(number(i)));
		}
		return new Exchange(standing(), isSet(STANDING), answers);
	}

	Throttling throttling() {
		return new Throttling(standing(), isSet(STANDING), isSet(STANDING + 1) ? Scope.USER : Scope.ACCOUNT);
	}

	private static Answer answer(int number) {
		return switch (number) {
			case GRANTED -> Answer.GRANTED;
			case USER_LIMITED -> Answer.USER_LIMITED;
			default -> Answer.REFUSED;
		};
	}

	private boolean isSet(int index) {
		return number(index) != 0;
	}

	private int number(int index) {
		return this.numbers.get(index).intValue();
	}

}
