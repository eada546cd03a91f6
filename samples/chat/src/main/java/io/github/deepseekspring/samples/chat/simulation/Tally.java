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

import io.github.deepseekspring.chat.ChatEvent;

/**
 * Counts what becomes of the questions of one user.
 */
final class Tally {

	private final String user;

	private int asked;

	private int waiting;

	private int answered;

	private int failed;

	private Duration waits = Duration.ZERO;

	private Duration longestWait = Duration.ZERO;

	Tally(String user) {
		this.user = user;
	}

	String user() {
		return this.user;
	}

	synchronized Question ask() {
		this.asked++;
		return new Question();
	}

	synchronized State state() {
		int running = this.asked - this.waiting - this.answered - this.failed;
		double average = (this.answered > 0) ? seconds(this.waits.dividedBy(this.answered)) : 0;
		return new State(this.user, this.asked, this.waiting, running, this.answered, this.failed, average,
				seconds(this.longestWait));
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

	/**
	 * How the questions of a user stand.
	 *
	 * @param name the name of the user
	 * @param asked how many there were
	 * @param waiting how many wait for a slot
	 * @param running how many are being answered
	 * @param answered how many have been answered
	 * @param failed how many have failed
	 * @param averageWait how many seconds those that were answered had waited on average
	 * @param longestWait how many seconds one of them had waited at most
	 */
	record State(String name, int asked, int waiting, int running, int answered, int failed, double averageWait,
			double longestWait) {

	}

	/**
	 * One of the questions. What happens to it is told one after the other.
	 */
	final class Question {

		private final long start = System.nanoTime();

		private boolean queued;

		private Duration wait = Duration.ZERO;

		void on(ChatEvent event) {
			boolean queues = event instanceof ChatEvent.Queued;
			if (queues != this.queued) {
				move(queues);
			}
		}

		private void move(boolean queues) {
			synchronized (Tally.this) {
				this.queued = queues;
				Tally.this.waiting += (queues) ? 1 : -1;
				this.wait = Duration.ofNanos(System.nanoTime() - this.start);
			}
		}

		void answered() {
			synchronized (Tally.this) {
				Tally.this.answered++;
				Tally.this.waits = Tally.this.waits.plus(this.wait);
				Tally.this.longestWait = (this.wait.compareTo(Tally.this.longestWait) > 0) ? this.wait
						: Tally.this.longestWait;
			}
		}

		void failed() {
			synchronized (Tally.this) {
				Tally.this.waiting -= (this.queued) ? 1 : 0;
				Tally.this.failed++;
			}
		}

	}

}
