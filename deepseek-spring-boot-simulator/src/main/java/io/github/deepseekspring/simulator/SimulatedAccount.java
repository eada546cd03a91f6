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

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The account that all API keys of a simulator belong to: its limits, its kind, its
 * balance. May be changed at any time and from any thread; a change counts from the next
 * request on.
 * <p>
 * {@code deepseek-flash}, {@code deepseek-v4-flash} and
 * {@code deepseek-v4-flash-vision-exp} are three names of one model and share one limit.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/rate_limit">Rate limit</a>
 */
public final class SimulatedAccount {

	private final Map<String, Integer> limits = new ConcurrentHashMap<>();

	private final Map<String, Integer> userLimits = new ConcurrentHashMap<>();

	private volatile Type type = Type.REGULAR;

	private volatile List<SimulatedBalance> balances = List.of();

	private volatile @Nullable Boolean available;

	private volatile boolean suspended;

	private volatile boolean wordTheLimit = true;

	SimulatedAccount() {
		restore();
	}

	/**
	 * Return how many requests of a model may run at a time.
	 * @param model a model name or one of its aliases
	 * @return the limit; by default 500 for {@code deepseek-v4-pro} and 2500 for
	 * {@code deepseek-flash}
	 * @throws IllegalArgumentException if the model is not known
	 */
	public int limit(String model) {
		return read(this.limits, model);
	}

	/**
	 * Set how many requests of a model may run at a time. Setting the limit of an unknown
	 * model makes it known, with a limit of its own.
	 * @param model a model name or one of its aliases
	 * @param limit the limit, zero or more
	 * @return this account
	 */
	public SimulatedAccount limit(String model, int limit) {
		requireNotNegative(limit);
		String group = Models.served(model);
		this.limits.put(group, limit);
		this.userLimits.putIfAbsent(group, limit);
		return this;
	}

	/**
	 * Return how many requests of a model one {@code user_id} may run at a time. It
	 * matters for {@linkplain Type#EXPANDED expanded} accounts only.
	 * @param model a model name or one of its aliases
	 * @return the limit; by default 500 for {@code deepseek-v4-pro} and 2500 for
	 * {@code deepseek-flash}
	 * @throws IllegalArgumentException if the model is not known
	 */
	public int userLimit(String model) {
		return read(this.userLimits, model);
	}

	/**
	 * Set how many requests of a model one {@code user_id} may run at a time. The absent
	 * {@code user_id} counts as one of its own.
	 * @param model a model name or one of its aliases
	 * @param limit the limit, zero or more
	 * @return this account
	 */
	public SimulatedAccount userLimit(String model, int limit) {
		requireNotNegative(limit);
		String group = Models.served(model);
		this.userLimits.put(group, limit);
		this.limits.putIfAbsent(group, limit);
		return this;
	}

	/**
	 * Return the kind of account.
	 * @return the kind; {@link Type#REGULAR} by default
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * Set the kind of account.
	 * @param type the kind
	 * @return this account
	 */
	public SimulatedAccount type(Type type) {
		this.type = type;
		return this;
	}

	/**
	 * Return the US dollars that are left.
	 * @return the balance in US dollars; 100 by default
	 */
	public BigDecimal balance() {
		return this.balances.stream()
			.filter((balance) -> "USD".equals(balance.currency()))
			.map(SimulatedBalance::total)
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	/**
	 * Set the money that is left, all of it paid in and in US dollars. At zero or less,
	 * requests are refused with status 402. Requests do not use it up.
	 * @param balance the balance in US dollars
	 * @return this account
	 */
	public SimulatedAccount balance(BigDecimal balance) {
		return balances(new SimulatedBalance("USD", BigDecimal.ZERO, balance));
	}

	/**
	 * Return the money that is left, by currency.
	 * @return the balances; by default 100 US dollars that were paid in
	 */
	public List<SimulatedBalance> balances() {
		return this.balances;
	}

	/**
	 * Set the money that is left, by currency. If none of them has any, requests are
	 * refused with status 402. Requests do not use it up.
	 * @param balances what the list of balances shows, in this order
	 * @return this account
	 */
	public SimulatedAccount balances(SimulatedBalance... balances) {
		this.balances = List.of(balances);
		return this;
	}

	/**
	 * Return whether there is money enough for requests.
	 * @return whether any balance is above zero, unless {@linkplain #available(boolean)
	 * set}
	 */
	public boolean available() {
		Boolean set = this.available;
		return (set != null) ? set : this.balances.stream().anyMatch((balance) -> balance.total().signum() > 0);
	}

	/**
	 * Set whether there is money enough for requests, whatever the balances are. If there
	 * is not, requests are refused with status 402.
	 * @param available what the list of balances says
	 * @return this account
	 */
	public SimulatedAccount available(boolean available) {
		this.available = available;
		return this;
	}

	/**
	 * Return whether the account is suspended.
	 * @return {@code false} by default
	 */
	public boolean suspended() {
		return this.suspended;
	}

	/**
	 * Set whether the account is suspended. Its requests are then refused with status
	 * 403.
	 * @param suspended whether the account is suspended
	 * @return this account
	 */
	public SimulatedAccount suspended(boolean suspended) {
		this.suspended = suspended;
		return this;
	}

	/**
	 * Return whether the text of a 429 tells the limit of the account.
	 * @return {@code true} by default
	 */
	public boolean wordTheLimit() {
		return this.wordTheLimit;
	}

	/**
	 * Set whether the text of a 429 tells the limit of the account. The limit of a
	 * {@code user_id} is never told.
	 * @param wordTheLimit whether to tell it
	 * @return this account
	 */
	public SimulatedAccount wordTheLimit(boolean wordTheLimit) {
		this.wordTheLimit = wordTheLimit;
		return this;
	}

	Set<String> models() {
		return new TreeSet<>(this.limits.keySet());
	}

	boolean knows(@Nullable String model) {
		return model != null && this.limits.containsKey(Models.served(model));
	}

	void restore() {
		limit(Models.PRO, 500).userLimit(Models.PRO, 500);
		limit(Models.FLASH, 2500).userLimit(Models.FLASH, 2500);
		this.limits.keySet().retainAll(Set.of(Models.PRO, Models.FLASH));
		this.userLimits.keySet().retainAll(Set.of(Models.PRO, Models.FLASH));
		this.type = Type.REGULAR;
		balance(new BigDecimal("100.00"));
		this.available = null;
		this.suspended = false;
		this.wordTheLimit = true;
	}

	private int read(Map<String, Integer> source, String model) {
		Integer limit = source.get(Models.served(model));
		if (limit == null) {
			throw new IllegalArgumentException("No such model: " + model);
		}
		return limit;
	}

	private static void requireNotNegative(int limit) {
		if (limit < 0) {
			throw new IllegalArgumentException("'limit' must not be negative");
		}
	}

	/**
	 * The kinds of account.
	 */
	public enum Type {

		/** All users of the account count together. */
		REGULAR,

		/** The account has its limit and every {@code user_id} has one as well. */
		EXPANDED

	}

}
