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

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Where the instances of an application keep the limits of one account: a lease for each
 * request that runs, who waits for one, and how far DeepSeek's 429s have cut the limit.
 * Each method does all that it does at once, so that nobody sees half of it, and goes by
 * the clock of the store. What it does may be asked for twice and is then done once.
 * Methods return at once; the work begins with the subscription, may fail and may take
 * for ever, and is then done late or never.
 *
 * @since 0.1.0
 */
public interface LeaseStore {

	/**
	 * Give leases back and ask for others.
	 * @param terms the limit group and its limits
	 * @param returned leases that are not needed any more; those that are gone already
	 * are ignored
	 * @param candidates requests that wait, in the order in which they should get their
	 * leases, which is that of their ranks and times
	 * @return what became of the candidates
	 */
	Mono<Exchange> exchange(Terms terms, Collection<Lease> returned, List<Candidate> candidates);

	/**
	 * Let leases last for another while, and make the instance known. Those that are gone
	 * are added again, limit or not, since their requests run.
	 * @param terms the limit group and its limits
	 * @param held leases of requests that run
	 * @param expected how many leases there were over all instances when this one last
	 * heard of them: a store that has lost its data keeps places for those that are
	 * missing until every instance has had the time to renew its own
	 * @return how the group stands then
	 */
	Mono<Standing> renew(Terms terms, Collection<Lease> held, int expected);

	/**
	 * Give the lease of a request back that was answered with status 429, and adapt the
	 * limit.
	 * @param terms the limit group and its limits
	 * @param lease the lease of the request
	 * @param grantedAt the time of the store when it was granted, or zero if that is not
	 * known
	 * @param toldLimit the limit that the server told, or {@code null} if it told none
	 * @return how the group stands then
	 */
	Mono<Throttling> throttled(Terms terms, Lease lease, long grantedAt, @Nullable Integer toldLimit);

	/**
	 * A limit group as one instance knows it.
	 *
	 * @param group the name of the group
	 * @param instance the name of the instance, which no other instance has
	 * @param ceiling how many requests of the account may run at most
	 * @param userLimit how many requests of one user may run, or {@code null} if that is
	 * not limited
	 * @param lease how long a lease lasts that is not renewed
	 * @param adaptive how the limit follows the server's 429s
	 * @param slope how steeply it recovers: requests per cubic second
	 */
	record Terms(String group, String instance, int ceiling, @Nullable Integer userLimit, Duration lease,
			Adaptive adaptive, double slope) {
	}

	/**
	 * The right of one request to run.
	 *
	 * @param user a name for the {@code user_id} that is counted, empty for none and for
	 * accounts whose users are not counted; it does not tell the {@code user_id}
	 * @param id a name that no other lease has
	 */
	record Lease(String user, String id) {
	}

	/**
	 * A request that waits for a lease.
	 *
	 * @param lease the lease that it would get
	 * @param rank the lower, the sooner it gets one: grows with the number of its
	 * caller's requests that run, from 0 to 31
	 * @param waited how long it has been its caller's turn among those of this rank
	 */
	record Candidate(Lease lease, int rank, Duration waited) {

		public Candidate {
			Assert.isTrue(rank >= 0 && rank <= 31, "'rank' must be from 0 to 31");
		}

	}

	/**
	 * How a limit group stands over all instances.
	 *
	 * @param time the time of the store, in milliseconds
	 * @param limit how many requests of the account may run now
	 * @param inFlight how many leases there are
	 * @param instances how many instances are known, at least 1
	 */
	record Standing(long time, int limit, int inFlight, int instances) {
	}

	/**
	 * What became of candidates.
	 *
	 * @param standing how the group stands
	 * @param known {@code false} if the store does not know the instance, or not any
	 * more: it has to renew all its leases before it gets another one
	 * @param answers one for each candidate, in their order
	 */
	record Exchange(Standing standing, boolean known, List<Answer> answers) {

		public Exchange {
			answers = List.copyOf(answers);
		}

	}

	/**
	 * What became of a candidate.
	 */
	enum Answer {

		/**
		 * It has its lease.
		 */
		GRANTED,

		/**
		 * The account has no lease for it now. It is remembered for a second that it
		 * waits, and that leases are left for it.
		 */
		REFUSED,

		/**
		 * Its user has as many leases as it may.
		 */
		USER_LIMITED

	}

	/**
	 * What became of the limit after a 429.
	 *
	 * @param standing how the group stands
	 * @param late whether the request was sent before the limit was last cut
	 * @param scope whose limit it concerns; that of a user is left as it is
	 */
	record Throttling(Standing standing, boolean late, Scope scope) {
	}

}
