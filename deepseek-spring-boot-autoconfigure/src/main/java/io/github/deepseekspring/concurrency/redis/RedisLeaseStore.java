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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.github.deepseekspring.concurrency.LeaseStore;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.Assert;

/**
 * {@link LeaseStore} that keeps the limits in Redis 6.2 or later, a single server, one
 * with replicas or a cluster. All keys of a limit group begin with
 * <code>deepseek:{account:group}:</code> and are therefore in the same slot. They lapse
 * when they are not used. Nothing is tried again here: if Redis fails, so does the
 * {@link Mono}.
 * <p>
 * Answers come on the threads of the Redis client.
 *
 * @since 0.1.0
 */
public final class RedisLeaseStore implements LeaseStore {

	private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final String NONE = "0";

	private static final char BEHIND_USER = '|';

	private final ReactiveStringRedisTemplate template;

	private final String account;

	private final Map<String, GroupKeys> keys = new ConcurrentHashMap<>();

	private final Scheduler scheduler = Schedulers.fromExecutorService(connectingThread());

	/**
	 * Create a store.
	 * @param template how Redis is reached
	 * @param account a name for the account that all instances use, which is part of the
	 * keys: 1 to 64 letters, digits, dots, underscores and hyphens. Not an API key, since
	 * names of keys are no secret
	 */
	public RedisLeaseStore(ReactiveStringRedisTemplate template, String account) {
		Assert.notNull(template, "'template' must not be null");
		Assert.notNull(account, "'account' must not be null");
		Assert.isTrue(ACCOUNT.matcher(account).matches(),
				"'account' must be 1 to 64 letters, digits, dots, underscores and hyphens");
		this.template = template;
		this.account = account;
	}

	/**
	 * The thread that may have to wait for a connection: the client does not make the
	 * first one without blocking. It is not shared with the application, whose own
	 * blocking work must not delay the limiter, and ends when it is not used.
	 */
	private static ScheduledThreadPoolExecutor connectingThread() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("deepseek-redis-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
		executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	@Override
	public Mono<Exchange> exchange(Terms terms, Collection<Lease> returned, List<Candidate> candidates) {
		List<String> arguments = new ArrayList<>(5 + returned.size() + 3 * candidates.size());
		arguments.add(Long.toString(terms.lease().toMillis()));
		arguments.add(Integer.toString(terms.ceiling()));
		arguments.add(orNone(terms.userLimit()));
		arguments.add(terms.instance());
		arguments.add(Integer.toString(returned.size()));
		addMembers(arguments, returned);
		for (Candidate candidate : candidates) {
			arguments.add(member(candidate.lease()));
			arguments.add(Integer.toString(candidate.rank()));
			arguments.add(Long.toString(candidate.waited().toMillis()));
		}
		return execute(LeaseScripts.EXCHANGE, keys(terms).all(), arguments).map(Reply::exchange);
	}

	@Override
	public Mono<Standing> renew(Terms terms, Collection<Lease> held, int expected) {
		List<String> arguments = new ArrayList<>(4 + held.size());
		arguments.add(Long.toString(terms.lease().toMillis()));
		arguments.add(Integer.toString(terms.ceiling()));
		arguments.add(terms.instance());
		arguments.add(Integer.toString(expected));
		addMembers(arguments, held);
		return execute(LeaseScripts.RENEW, keys(terms).own(), arguments).map(Reply::standing);
	}

	@Override
	public Mono<Throttling> throttled(Terms terms, Lease lease, long grantedAt, @Nullable Integer toldLimit) {
		boolean takenOver = toldLimit != null && toldLimit >= 1 && terms.adaptive().readLimitFromError();
		List<String> arguments = List.of(terms.instance(), member(lease), Long.toString(grantedAt),
				(toldLimit != null) ? NONE : orNone(terms.userLimit()), Integer.toString(terms.ceiling()),
				terms.adaptive().enabled() ? "1" : NONE, Integer.toString(terms.adaptive().min()),
				Double.toString(terms.adaptive().beta()), Double.toString(terms.slope()),
				Long.toString(terms.adaptive().recovery().toMillis()), takenOver ? orNone(toldLimit) : NONE);
		return execute(LeaseScripts.THROTTLED, keys(terms).own(), arguments).map(Reply::throttling);
	}

	@SuppressWarnings({ "rawtypes", "unchecked" })
	private Mono<Reply> execute(RedisScript<List> script, List<String> keys, List<String> arguments) {
		return this.template.execute(script, keys, arguments)
			.single()
			.map((numbers) -> new Reply((List<Long>) numbers))
			.subscribeOn(this.scheduler);
	}

	private GroupKeys keys(Terms terms) {
		return this.keys.computeIfAbsent(terms.group(), (group) -> GroupKeys.of(this.account, group));
	}

	private static void addMembers(List<String> arguments, Collection<Lease> leases) {
		for (Lease lease : leases) {
			arguments.add(member(lease));
		}
	}

	private static String member(Lease lease) {
		return lease.user() + BEHIND_USER + lease.id();
	}

	private static String orNone(@Nullable Integer limit) {
		return (limit != null) ? limit.toString() : NONE;
	}

}
