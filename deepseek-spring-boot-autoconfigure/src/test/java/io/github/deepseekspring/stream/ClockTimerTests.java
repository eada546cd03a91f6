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

package io.github.deepseekspring.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClockTimer}.
 */
class ClockTimerTests {

	private static final Runnable NEVER = () -> {
		throw new IllegalStateException("It ran");
	};

	private final CountingTime time = CountingTime.takeOver();

	private final ClockTimer timer = ClockTimer.get();

	@AfterEach
	void reset() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void tasksRunWhenTheyAreDueUnlessTheyAreDisposedOf() {
		List<String> ran = new ArrayList<>();
		schedule(Duration.ofSeconds(10), () -> ran.add("late"));
		schedule(Duration.ofMillis(5), () -> ran.add("early"));
		schedule(Duration.ofSeconds(1), NEVER).dispose();
		this.time.advanceTimeBy(Duration.ofMillis(4));
		assertThat(ran).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(ran).containsExactly("early");
		this.time.advanceTimeBy(Duration.ofMillis(9994));
		assertThat(ran).containsExactly("early");
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(ran).containsExactly("early", "late");
	}

	@Test
	void whatIsDueLaterThanInASecondHasOneTaskBeforeIt() {
		schedule(Duration.ofSeconds(10), NEVER).dispose();
		assertThat(this.time.pending()).isOne();
		schedule(Duration.ofSeconds(10), NEVER).dispose();
		assertThat(this.time.pending()).isOne();
		assertThat(this.time.scheduled()).isEqualTo(3);
	}

	@Test
	void theTaskBeforeOthersIsSetAgainOnlyWhenSomethingFollows() {
		schedule(Duration.ofSeconds(10), NEVER).dispose();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.time.pending()).isZero();
		schedule(Duration.ofSeconds(10), NEVER).dispose();
		assertThat(this.time.pending()).isOne();
	}

	@Test
	void whatIsDueSoonHasNoTaskBeforeIt() {
		schedule(Duration.ofSeconds(1), NEVER).dispose();
		assertThat(this.time.scheduled()).isOne();
	}

	@Test
	void whenTheSchedulerIsReplacedThenTheNextTimerIsThatOfTheNewOne() {
		CountingTime later = CountingTime.takeOver();
		ClockTimer.get().schedule(NEVER, 1);
		assertThat(later.scheduled()).isOne();
		assertThat(this.time.scheduled()).isZero();
	}

	private Disposable schedule(Duration delay, Runnable task) {
		return this.timer.schedule(task, delay.toNanos());
	}

}
