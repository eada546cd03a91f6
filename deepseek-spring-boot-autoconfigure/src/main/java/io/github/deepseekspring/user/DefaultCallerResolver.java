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

package io.github.deepseekspring.user;

import java.util.List;

import io.github.deepseekspring.UserIdRequiredException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Finds the caller: the user that the first of the {@link UserIdResolver}s knows is the
 * queue key, so that nobody gets a second place in the queue by naming another id. What
 * is sent is the {@code user_id} given on the call, as it is; else the scope decides
 * which id is sent for that user.
 *
 * @since 0.1.0
 */
public final class DefaultCallerResolver implements CallerResolver {

	private final List<UserIdResolver> userIdResolvers;

	private final UserIdEncoder encoder;

	private final UserIdScope scope;

	private final @Nullable TenantResolver tenantResolver;

	private final @Nullable UserId constant;

	private final boolean required;

	private DefaultCallerResolver(Builder builder) {
		this.userIdResolvers = builder.userIdResolvers;
		this.encoder = builder.encoder;
		this.scope = builder.scope;
		this.tenantResolver = builder.tenantResolver;
		this.constant = builder.constant;
		this.required = builder.required;
	}

	/**
	 * Start a resolver of the scope {@link UserIdScope#USER}.
	 * @param encoder makes ids from names
	 * @return a builder
	 */
	public static Builder builder(UserIdEncoder encoder) {
		return new Builder(encoder);
	}

	@Override
	public Mono<Caller> resolve(@Nullable UserId explicit) {
		return Mono.defer(() -> userName().defaultIfEmpty("")
			.flatMap((userName) -> (explicit != null) ? Mono.just(caller(userName, explicit)) : caller(userName)));
	}

	private static Caller caller(String userName, UserId explicit) {
		return new Caller(userName.isEmpty() ? explicit.value() : userName, explicit);
	}

	private Mono<String> userName() {
		return userName(0);
	}

	/**
	 * Ask one resolver after the other. What asks the last one, who often is the only
	 * one, stays as long as the call, and so is no more than it has to be.
	 */
	private Mono<String> userName(int index) {
		if (index == this.userIdResolvers.size()) {
			return Mono.empty();
		}
		Mono<String> name = this.userIdResolvers.get(index).resolve().filter((found) -> !found.isBlank());
		boolean last = index + 1 == this.userIdResolvers.size();
		return last ? name : name.switchIfEmpty(Mono.defer(() -> userName(index + 1)));
	}

	private Mono<Caller> caller(String userName) {
		return switch (this.scope) {
			case USER -> Mono.fromSupplier(() -> caller(userName, encode(userName), "nobody is authenticated"));
			case TENANT ->
				tenantName().defaultIfEmpty("").map((tenant) -> caller(userName, encode(tenant), "no tenant is known"));
			case CONSTANT -> Mono.just(new Caller(userName, this.constant));
			case NONE -> Mono.fromSupplier(() -> caller(userName, null, "the scope sends none"));
		};
	}

	private Mono<String> tenantName() {
		return (this.tenantResolver != null) ? this.tenantResolver.resolve().filter((name) -> !name.isBlank())
				: Mono.empty();
	}

	private @Nullable UserId encode(String name) {
		return name.isEmpty() ? null : this.encoder.encode(name);
	}

	private Caller caller(String userName, @Nullable UserId userId, String reasonForNone) {
		if (userId == null && this.required) {
			throw new UserIdRequiredException(reasonForNone);
		}
		return (userId == null && userName.isEmpty()) ? Caller.NOBODY : new Caller(userName, userId);
	}

	/**
	 * Builds a {@link DefaultCallerResolver}. Not thread-safe.
	 */
	public static final class Builder {

		private final UserIdEncoder encoder;

		private List<UserIdResolver> userIdResolvers = List.of();

		private UserIdScope scope = UserIdScope.USER;

		private @Nullable TenantResolver tenantResolver;

		private @Nullable UserId constant;

		private boolean required;

		private Builder(UserIdEncoder encoder) {
			Assert.notNull(encoder, "'encoder' must not be null");
			this.encoder = encoder;
		}

		/**
		 * Set who knows the user.
		 * @param userIdResolvers the resolvers in the order in which they are asked; none
		 * by default
		 * @return this builder
		 */
		public Builder userIdResolvers(List<UserIdResolver> userIdResolvers) {
			this.userIdResolvers = List.copyOf(userIdResolvers);
			return this;
		}

		/**
		 * Let all users of a tenant share an id.
		 * @param tenantResolver knows the tenant
		 * @return this builder
		 */
		public Builder tenant(TenantResolver tenantResolver) {
			Assert.notNull(tenantResolver, "'tenantResolver' must not be null");
			this.scope = UserIdScope.TENANT;
			this.tenantResolver = tenantResolver;
			return this;
		}

		/**
		 * Let all calls share an id.
		 * @param constant the id
		 * @return this builder
		 */
		public Builder constant(UserId constant) {
			Assert.notNull(constant, "'constant' must not be null");
			this.scope = UserIdScope.CONSTANT;
			this.constant = constant;
			return this;
		}

		/**
		 * Send no id, except one that is given on the call.
		 * @return this builder
		 */
		public Builder none() {
			this.scope = UserIdScope.NONE;
			return this;
		}

		/**
		 * Set whether a call fails with a {@link UserIdRequiredException} when there is
		 * no id to send.
		 * @param required whether an id is required; {@code false} by default
		 * @return this builder
		 */
		public Builder required(boolean required) {
			this.required = required;
			return this;
		}

		/**
		 * Build the resolver.
		 * @return the resolver
		 */
		public DefaultCallerResolver build() {
			return new DefaultCallerResolver(this);
		}

	}

}
