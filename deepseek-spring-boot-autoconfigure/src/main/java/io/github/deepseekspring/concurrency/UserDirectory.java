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

package io.github.deepseekspring.concurrency;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * The users of an expanded account that have requests, and some of those whose limit was
 * cut lately. Not thread-safe.
 */
final class UserDirectory {

	private static final int MOST_REMEMBERED = 1000;

	private final int limit;

	private final Adaptive settings;

	private final Map<String, UserSlots> active = new HashMap<>();

	/**
	 * Cut, and without a request since; the one that is so for longest comes first.
	 */
	private final Map<String, UserSlots> remembered = new LinkedHashMap<>();

	UserDirectory(int limit, Adaptive settings) {
		this.limit = limit;
		this.settings = settings;
	}

	/**
	 * Return the slots of a user who has one line more. Requests without a
	 * {@code user_id} are one user's.
	 */
	UserSlots join(@Nullable UserId userId) {
		UserSlots user = this.active.computeIfAbsent((userId != null) ? userId.value() : "", this::comeBack);
		user.lines++;
		return user;
	}

	private UserSlots comeBack(String name) {
		UserSlots user = this.remembered.remove(name);
		return (user != null && !user.limit.couldHaveRecovered(now())) ? user
				: new UserSlots(name, new AdaptiveLimit(this.limit, this.settings));
	}

	/**
	 * Forget a line of a user, and the user if it was the last one, unless its limit is
	 * still to recover.
	 */
	void leave(UserSlots user) {
		user.lines--;
		if (user.lines > 0) {
			return;
		}
		this.active.remove(user.userId);
		if (!user.limit.isReduced()) {
			return;
		}
		this.remembered.put(user.userId, user);
		long now = now();
		Iterator<UserSlots> oldest = this.remembered.values().iterator();
		UserSlots candidate = oldest.next();
		while (candidate != user
				&& (this.remembered.size() > MOST_REMEMBERED || candidate.limit.couldHaveRecovered(now))) {
			oldest.remove();
			candidate = oldest.next();
		}
	}

	int size() {
		return this.active.size() + this.remembered.size();
	}

	private static long now() {
		return Schedulers.parallel().now(TimeUnit.NANOSECONDS);
	}

}
