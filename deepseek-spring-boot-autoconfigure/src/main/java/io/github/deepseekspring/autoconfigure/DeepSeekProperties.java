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

package io.github.deepseekspring.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.concurrency.ConcurrencySettings.AccountType;
import io.github.deepseekspring.user.UserIdScope;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the DeepSeek client.
 *
 * @param enabled Whether DeepSeek is configured at all. Without it there is no bean of
 * this library.
 * @param apiKey API key of the DeepSeek account, visible ASCII characters only.
 * @param baseUrl Address of DeepSeek's API, an absolute https or http URL without user
 * information, query and fragment. Plain http to another machine is warned about.
 * @param maxInMemorySize Longest event of a stream, and longest answer that is not
 * streamed, that is held in memory, less than 2GB. Keep-alives do not count.
 * @param ssl SSL of the connections.
 * @param chat What a chat request is given where it says nothing itself.
 * @param timeouts Clocks of a call.
 * @param retry When a request is sent again.
 * @param userId How the user_id is made.
 * @param concurrency How the concurrency of the account is shared.
 * @param simulator Simulator in the place of DeepSeek.
 * @since 0.1.0
 */
@ConfigurationProperties("deepseek")
public record DeepSeekProperties(@DefaultValue("true") boolean enabled, @Nullable String apiKey,
		@DefaultValue("https://api.deepseek.com") URI baseUrl, @DefaultValue("16MB") DataSize maxInMemorySize,
		@DefaultValue Ssl ssl, @DefaultValue Chat chat, @DefaultValue Timeouts timeouts, @DefaultValue Retry retry,
		@DefaultValue UserId userId, @DefaultValue Concurrency concurrency, @DefaultValue Simulator simulator) {

	@Override
	public String toString() {
		return "DeepSeekProperties[apiKey=" + ((this.apiKey != null) ? "set" : "not set") + "]";
	}

	/**
	 * SSL of the connections.
	 *
	 * @param bundle Name of the SSL bundle of the connections to DeepSeek. Without it,
	 * the bundle of spring.http.clients.ssl.bundle is used if there is any.
	 */
	public record Ssl(@Nullable String bundle) {
	}

	/**
	 * What a chat request is given where it says nothing itself.
	 *
	 * @param model Model of requests that name none. Any name that DeepSeek accepts.
	 * @param thinking Whether the model thinks before it answers. Without it, DeepSeek
	 * decides, and it decides for thinking.
	 * @param reasoningEffort How hard the model thinks: low, high, max, or none.
	 * @param maxTokens Longest answer in tokens, reasoning included, from 1 to 393216.
	 * @param temperature Sampling temperature, from 0 to 2. It has no effect on a model
	 * that thinks.
	 * @param topP Nucleus sampling mass, above 0 and up to 1.
	 * @param stop Comma-separated list of texts that end an answer, at most 16.
	 */
	public record Chat(@DefaultValue("deepseek-v4-flash") String model, @Nullable Boolean thinking,
			@Nullable String reasoningEffort, @Nullable Integer maxTokens, @Nullable Double temperature,
			@Nullable Double topP, @Nullable List<String> stop) {
	}

	/**
	 * Clocks of a call.
	 *
	 * @param connect Time from an attempt until its request is written on a connection,
	 * with name resolution, TCP and TLS.
	 * @param firstData Time from the request being sent until the first data. Keep-alives
	 * are no data. DeepSeek itself closes a request that has waited for ten minutes.
	 * @param payloadIdle Time between two pieces of data. Keep-alives are no data.
	 * @param wireIdle Time between any two bytes of a stream, keep-alives included.
	 * @param callWireIdle Time between any two bytes of a call that is not streamed. It
	 * must be longer than the longest generation, during which nothing is sent.
	 * @param subscriberIdle Time in which the subscriber asks for nothing although it
	 * could have more, as a browser that hangs. The other clocks stand still meanwhile.
	 * @param overall Time of a whole call, with the wait for a slot and all attempts. No
	 * limit without it.
	 */
	public record Timeouts(@DefaultValue("10s") Duration connect, @DefaultValue("630s") Duration firstData,
			@DefaultValue("120s") Duration payloadIdle, @DefaultValue("300s") Duration wireIdle,
			@DefaultValue("1h") Duration callWireIdle, @DefaultValue("5m") Duration subscriberIdle,
			@Nullable Duration overall) {
	}

	/**
	 * When a request is sent again.
	 *
	 * @param maxAttempts How often a request is sent at most, at least 1. One means no
	 * retry.
	 * @param initialBackoff Wait before the second attempt, doubled for each further one.
	 * May be zero.
	 * @param maxBackoff Longest wait between two attempts, not shorter than the first
	 * one.
	 * @param jitter Part of itself by which a wait varies at random, from 0 to 1.
	 */
	public record Retry(@DefaultValue("3") int maxAttempts, @DefaultValue("500ms") Duration initialBackoff,
			@DefaultValue("10s") Duration maxBackoff, @DefaultValue("0.2") double jitter) {
	}

	/**
	 * How the user_id is made.
	 *
	 * @param scope Who shares a user_id. The scope 'tenant' needs a bean of type
	 * TenantResolver, 'constant' needs the property 'constant'. DeepSeek's prefix cache
	 * is split by the id.
	 * @param encoding What is sent of a name: a keyed hash of it, or the name itself.
	 * @param secret Key of the hash. Another key means other ids. Without it, the key is
	 * derived from the API key.
	 * @param constant user_id of the scope 'constant', 1 to 512 characters out of a-z,
	 * A-Z, 0-9, '-' and '_'.
	 * @param required Whether a call fails when there is no user_id to send. Contradicts
	 * the scope 'none'.
	 */
	public record UserId(@DefaultValue("user") UserIdScope scope, @DefaultValue("hmac") Encoding encoding,
			@Nullable String secret, @Nullable String constant, @DefaultValue("false") boolean required) {

		@Override
		public String toString() {
			return "UserId[scope=" + this.scope + ", encoding=" + this.encoding + ", required=" + this.required + "]";
		}

		/**
		 * What is sent of a name.
		 */
		public enum Encoding {

			/**
			 * HMAC-SHA-256 of the name: 43 characters, no personal data.
			 */
			HMAC,

			/**
			 * The name itself, which must keep DeepSeek's rule.
			 */
			PLAIN

		}

	}

	/**
	 * How the concurrency of the account is shared.
	 *
	 * @param enabled Whether concurrent requests are limited and queued. Without it, the
	 * connection pool has no limit either.
	 * @param accountType How DeepSeek counts the account's requests: all together, or
	 * those of each user_id as well.
	 * @param limits Concurrent requests by group of models, each from 1 to 1000000. They
	 * are laid over the documented limits, 500 for deepseek-v4-pro and 2500 for
	 * deepseek-v4-flash. A new name makes a new group.
	 * @param userLimits Concurrent requests of one user_id by group, for expanded
	 * accounts. They are laid over the documented limits, 500 for deepseek-v4-pro and
	 * 2500 for deepseek-v4-flash, and are never more than the limit of the group, which
	 * is also that of a group without an entry.
	 * @param defaultLimit Concurrent requests of all models together that are in no
	 * group, from 1 to 1000000.
	 * @param aliases Group of a further model, by the name of the model. They are added
	 * to the documented ones, deepseek-flash and deepseek-v4-flash-vision-exp for
	 * deepseek-v4-flash.
	 * @param maxQueue How many requests of one group may wait. Twice the limit of the
	 * group without it; zero lets none wait.
	 * @param maxWait How long a request may wait. Zero refuses at once.
	 * @param linger How long a cancelled request keeps its slot, since the server may
	 * count it until it notices. Zero frees it at once.
	 * @param adaptive How limits follow the server's 429s.
	 * @param shared How limits are shared with other instances of the application.
	 */
	public record Concurrency(@DefaultValue("true") boolean enabled, @DefaultValue("regular") AccountType accountType,
			@DefaultValue Map<String, Integer> limits, @DefaultValue Map<String, Integer> userLimits,
			@DefaultValue("500") int defaultLimit, @DefaultValue Map<String, String> aliases,
			@Nullable Integer maxQueue, @DefaultValue("30s") Duration maxWait, @DefaultValue("0s") Duration linger,
			@DefaultValue Adaptive adaptive, @DefaultValue Shared shared) {
	}

	/**
	 * How limits follow the server's 429s.
	 *
	 * @param enabled Whether limits follow the server's 429s.
	 * @param min Lowest limit that is left, from 1 to the lowest of the configured
	 * limits.
	 * @param beta Factor by which a limit is cut when the server tells none, between 0
	 * and 1.
	 * @param recovery About how long a limit takes to recover from a cut.
	 * @param readLimitFrom429 Whether a limit that the server tells in a 429 is taken
	 * over.
	 * @param requeue How often a request that was answered 429 is put back into the
	 * queue.
	 */
	public record Adaptive(@DefaultValue("true") boolean enabled, @DefaultValue("1") int min,
			@DefaultValue("0.85") double beta, @DefaultValue("10s") Duration recovery,
			@Name("read-limit-from-429") @DefaultValue("true") boolean readLimitFrom429,
			@DefaultValue("3") int requeue) {
	}

	/**
	 * How limits are shared with other instances of the application.
	 *
	 * @param type Where the limits are kept that several instances share. A bean of type
	 * LeaseStore is used whatever this says.
	 * @param accountId Name of the account within the store, 1 to 64 characters out of
	 * A-Z, a-z, 0-9, '.', '_' and '-'. Instances with the same name share their limits.
	 * Without it, it is a hash of the API key, so that several keys of one account need
	 * the same name here.
	 * @param connectionFactory Name of the ReactiveRedisConnectionFactory bean that leads
	 * to the store. Without it, the only or primary one of the application is used.
	 * @param lease How long the slots of an instance that died stay taken, at least three
	 * heartbeats and at most an hour.
	 * @param heartbeat How often an instance renews the leases of its slots.
	 * @param acquireTimeout How long the store may take for an answer before the instance
	 * goes by its own limits, at least 1ms and less than a heartbeat.
	 */
	public record Shared(@DefaultValue("none") Type type, @Nullable String accountId,
			@Nullable String connectionFactory, @DefaultValue("30s") Duration lease,
			@DefaultValue("10s") Duration heartbeat, @DefaultValue("150ms") Duration acquireTimeout) {

		/**
		 * Store of the shared limits.
		 */
		public enum Type {

			/**
			 * Each instance goes by its own limits.
			 */
			NONE,

			/**
			 * All instances that use one Redis share their limits.
			 */
			REDIS

		}

	}

	/**
	 * Simulator in the place of DeepSeek.
	 *
	 * @param enabled Whether a simulator in this JVM takes the place of DeepSeek. Needs
	 * deepseek-spring-boot-simulator on the class path, and wins over every key, address
	 * and DeepSeekConnectionDetails bean.
	 * @param port Port of the simulator on the loopback interface. Zero takes a free one.
	 * @param timeScale How many simulated seconds pass in a real one, above 0.
	 * @param queueTime How long the simulator queues each request, in simulated time.
	 * @param thinkingTime How long the model thinks before its text, in simulated time.
	 * @param chunkInterval Time between two pieces of an answer, in simulated time.
	 */
	public record Simulator(@DefaultValue("false") boolean enabled, @DefaultValue("0") int port,
			@DefaultValue("1.0") double timeScale, @DefaultValue("0s") Duration queueTime,
			@DefaultValue("0s") Duration thinkingTime, @DefaultValue("20ms") Duration chunkInterval) {
	}

}
