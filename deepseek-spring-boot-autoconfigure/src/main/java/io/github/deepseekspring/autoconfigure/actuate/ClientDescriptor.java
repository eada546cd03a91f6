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

package io.github.deepseekspring.autoconfigure.actuate;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Locale;

import io.github.deepseekspring.autoconfigure.DeepSeekProperties;
import io.github.deepseekspring.token.PriceTable;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;

/**
 * Description of how the client is set up, as the properties say. It names no key, no
 * secret and no user, and shows no text that is sent.
 *
 * @param versions the versions of the libraries
 * @param baseUrl the address of the API without user information, query and fragment
 * @param simulated whether a simulator is in the place of DeepSeek
 * @param chat what a chat request is given where it says nothing itself
 * @param timeouts the clocks of a call
 * @param retry when a request is sent again
 * @param userId how the {@code user_id} is made
 * @param shared how limits are shared with other instances
 * @param prices what the cost of calls is computed from, or {@code null} if it is not
 * @since 0.1.0
 */
public record ClientDescriptor(VersionsDescriptor versions, String baseUrl, boolean simulated, ChatDescriptor chat,
		TimeoutsDescriptor timeouts, RetryDescriptor retry, UserIdDescriptor userId, SharedDescriptor shared,
		@Nullable PricesDescriptor prices) {

	static ClientDescriptor of(DeepSeekProperties properties, String baseUrl, @Nullable PriceTable prices) {
		return new ClientDescriptor(VersionsDescriptor.current(), baseUrl, properties.simulator().enabled(),
				ChatDescriptor.of(properties.chat()), TimeoutsDescriptor.of(properties.timeouts()),
				RetryDescriptor.of(properties.retry()), UserIdDescriptor.of(properties.userId()),
				SharedDescriptor.of(properties.concurrency().shared()),
				(prices != null) ? PricesDescriptor.of(prices) : null);
	}

	/**
	 * Leave of an address only what says where it is.
	 */
	static String address(URI url) {
		String host = (url.getHost() != null) ? url.getHost() : "";
		String port = (url.getPort() >= 0) ? ":" + url.getPort() : "";
		String path = (url.getRawPath() != null) ? url.getRawPath() : "";
		return url.getScheme() + "://" + host + port + path;
	}

	/**
	 * Description of the versions.
	 *
	 * @param deepSeek the version of this library, or {@code null} if it does not come
	 * from its jar
	 * @param springBoot the version of Spring Boot
	 */
	public record VersionsDescriptor(@Nullable String deepSeek, String springBoot) {

		static VersionsDescriptor current() {
			return new VersionsDescriptor(ClientDescriptor.class.getPackage().getImplementationVersion(),
					SpringBootVersion.getVersion());
		}

	}

	/**
	 * Description of what a chat request is given where it says nothing itself. What is
	 * {@code null} is not sent.
	 *
	 * @param model the model
	 * @param thinking whether the model thinks, or {@code null}
	 * @param reasoningEffort how hard it thinks, or {@code null}
	 * @param maxTokens the longest answer in tokens, or {@code null}
	 * @param temperature the sampling temperature, or {@code null}
	 * @param topP the nucleus sampling mass, or {@code null}
	 * @param stops how many texts end an answer
	 */
	public record ChatDescriptor(String model, @Nullable Boolean thinking, @Nullable String reasoningEffort,
			@Nullable Integer maxTokens, @Nullable Double temperature, @Nullable Double topP, int stops) {

		static ChatDescriptor of(DeepSeekProperties.Chat chat) {
			return new ChatDescriptor(chat.model(), chat.thinking(), chat.reasoningEffort(), chat.maxTokens(),
					chat.temperature(), chat.topP(), (chat.stop() != null) ? chat.stop().size() : 0);
		}

	}

	/**
	 * Description of the clocks of a call.
	 *
	 * @param connect until the request is written
	 * @param firstData until the first data
	 * @param payloadIdle between two pieces of data
	 * @param wireIdle between two bytes of a stream
	 * @param callWireIdle between two bytes of a call that is not streamed
	 * @param subscriberIdle while the subscriber asks for nothing
	 * @param overall the whole call, or {@code null} for no limit
	 */
	public record TimeoutsDescriptor(Duration connect, Duration firstData, Duration payloadIdle, Duration wireIdle,
			Duration callWireIdle, Duration subscriberIdle, @Nullable Duration overall) {

		static TimeoutsDescriptor of(DeepSeekProperties.Timeouts timeouts) {
			return new TimeoutsDescriptor(timeouts.connect(), timeouts.firstData(), timeouts.payloadIdle(),
					timeouts.wireIdle(), timeouts.callWireIdle(), timeouts.subscriberIdle(), timeouts.overall());
		}

	}

	/**
	 * Description of when a request is sent again.
	 *
	 * @param maxAttempts how often it is sent at most
	 * @param initialBackoff the wait before the second attempt
	 * @param maxBackoff the longest wait
	 * @param jitter the part of itself by which a wait varies, from 0 to 1
	 */
	public record RetryDescriptor(int maxAttempts, Duration initialBackoff, Duration maxBackoff, double jitter) {

		static RetryDescriptor of(DeepSeekProperties.Retry retry) {
			return new RetryDescriptor(retry.maxAttempts(), retry.initialBackoff(), retry.maxBackoff(), retry.jitter());
		}

	}

	/**
	 * Description of how the {@code user_id} is made.
	 *
	 * @param scope who shares one: {@code user}, {@code tenant}, {@code constant} or
	 * {@code none}
	 * @param encoding what is sent of a name: {@code hmac} or {@code plain}
	 * @param ownSecret whether there is a secret for the hash; without, it is derived
	 * from the API key
	 * @param required whether a call fails without one
	 */
	public record UserIdDescriptor(String scope, String encoding, boolean ownSecret, boolean required) {

		static UserIdDescriptor of(DeepSeekProperties.UserId userId) {
			return new UserIdDescriptor(userId.scope().name().toLowerCase(Locale.ROOT),
					userId.encoding().name().toLowerCase(Locale.ROOT), userId.secret() != null, userId.required());
		}

	}

	/**
	 * Description of how limits are shared with other instances. The name of the account
	 * is not told.
	 *
	 * @param type where they are kept: {@code none} or {@code redis}
	 * @param lease how long the slots of an instance that died stay taken
	 * @param heartbeat how often an instance renews its leases
	 * @param acquireTimeout how long the store may take for an answer
	 */
	public record SharedDescriptor(String type, Duration lease, Duration heartbeat, Duration acquireTimeout) {

		static SharedDescriptor of(DeepSeekProperties.Shared shared) {
			return new SharedDescriptor(shared.type().name().toLowerCase(Locale.ROOT), shared.lease(),
					shared.heartbeat(), shared.acquireTimeout());
		}

	}

	/**
	 * Description of what the cost of calls is computed from.
	 *
	 * @param currency the currency
	 * @param documentedOn the day of the documented prices that this version knows
	 */
	public record PricesDescriptor(Currency currency, LocalDate documentedOn) {

		static PricesDescriptor of(PriceTable prices) {
			return new PricesDescriptor(prices.currency(), PriceTable.DOCUMENTED_ON);
		}

	}

}
