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

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of the health indicator.
 *
 * @param enabled Whether to tell the health of the DeepSeek account, which asks DeepSeek
 * for its balance.
 * @param timeToLive How long the answer to a call for the balance, be it a failure, is
 * told again before the next call. It limits such a call as well.
 * @param maxWait How long a probe waits for the answer before it tells the previous one.
 * @since 0.1.0
 */
@ConfigurationProperties("management.health.deepseek")
public record DeepSeekHealthProperties(@DefaultValue("false") boolean enabled, @DefaultValue("60s") Duration timeToLive,
		@DefaultValue("2s") Duration maxWait) {
}
