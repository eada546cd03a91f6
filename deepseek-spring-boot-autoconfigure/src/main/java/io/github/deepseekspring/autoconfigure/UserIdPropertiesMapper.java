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

import java.util.List;

import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.user.DefaultCallerResolver;
import io.github.deepseekspring.user.HmacUserIdEncoder;
import io.github.deepseekspring.user.PlainUserIdEncoder;
import io.github.deepseekspring.user.TenantResolver;
import io.github.deepseekspring.user.UserId;
import io.github.deepseekspring.user.UserIdEncoder;
import io.github.deepseekspring.user.UserIdResolver;
import io.github.deepseekspring.user.UserIdScope;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes what finds and encodes the caller from the properties.
 */
final class UserIdPropertiesMapper {

	private final DeepSeekProperties.UserId properties;

	UserIdPropertiesMapper(DeepSeekProperties.UserId properties) {
		this.properties = properties;
	}

	UserIdEncoder encoder(DeepSeekConnectionDetails connectionDetails) {
		String secret = this.properties.secret();
		PropertyRules.require(secret == null || !secret.isBlank(), "user-id.secret", secret,
				"The secret must not be empty. Without the property, it is derived from the API key.");
		if (this.properties.encoding() == DeepSeekProperties.UserId.Encoding.PLAIN) {
			return new PlainUserIdEncoder();
		}
		return (secret != null) ? HmacUserIdEncoder.withSecret(secret)
				: HmacUserIdEncoder.derivedFromApiKey(ConnectionRules.requireApiKey(connectionDetails));
	}

	DefaultCallerResolver callerResolver(UserIdEncoder encoder, List<UserIdResolver> userIdResolvers,
			@Nullable TenantResolver tenantResolver) {
		UserIdScope scope = this.properties.scope();
		PropertyRules.require(!this.properties.required() || scope != UserIdScope.NONE, "user-id.required", true,
				"A user_id cannot be required while 'deepseek.user-id.scope' is 'none'.");
		DefaultCallerResolver.Builder builder = DefaultCallerResolver.builder(encoder)
			.userIdResolvers(userIdResolvers)
			.required(this.properties.required());
		return switch (scope) {
			case USER -> builder.build();
			case TENANT -> builder.tenant(requireTenantResolver(tenantResolver)).build();
			case CONSTANT -> builder.constant(constant()).build();
			case NONE -> builder.none().build();
		};
	}

	private TenantResolver requireTenantResolver(@Nullable TenantResolver tenantResolver) {
		if (tenantResolver == null) {
			throw new InvalidConfigurationPropertyValueException("deepseek.user-id.scope", UserIdScope.TENANT,
					"The scope 'tenant' needs a bean of type TenantResolver, and there is none.");
		}
		return tenantResolver;
	}

	private UserId constant() {
		String constant = this.properties.constant();
		if (constant == null) {
			throw new InvalidConfigurationPropertyValueException("deepseek.user-id.scope", UserIdScope.CONSTANT,
					"The scope 'constant' needs 'deepseek.user-id.constant', which is not set.");
		}
		try {
			return UserId.of(constant);
		}
		catch (InvalidUserIdException ex) {
			throw new InvalidConfigurationPropertyValueException("deepseek.user-id.constant", constant,
					ex.getMessage() + ".");
		}
	}

}
