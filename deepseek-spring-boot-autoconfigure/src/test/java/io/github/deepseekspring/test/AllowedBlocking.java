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

package io.github.deepseekspring.test;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What others may do on threads that must not block while BlockHound watches all tests.
 * Nothing of ours is here.
 */
public final class AllowedBlocking implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		// Netty hands out buffers under a lock that it holds for a few steps
		builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate");
		// Tomcat hands a request to its threads, and writes, under locks
		builder.allowBlockingCallsInside("org.apache.coyote.AbstractProcessor", "action");
		// Logback writes a line under a lock
		builder.allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders");
		// Jackson makes what reads a type, once, under a lock
		builder.allowBlockingCallsInside("tools.jackson.databind.deser.DeserializerCache",
				"_createAndCacheValueDeserializer");
		// Netty draws the number of its first DNS query from the random source of the
		// system
		builder.allowBlockingCallsInside("io.netty.resolver.dns.DnsQueryIdSpace$DnsQueryIdRange", "pushId");
		// Lettuce writes a command, and connects, under a lock. Thrown out of it, its
		// connection would hang for ever
		builder.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters");
		builder.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "doExclusive");
		// OpenTelemetry looks for its storage, once, when it is first used
		builder.allowBlockingCallsInside("io.opentelemetry.context.LazyStorage", "createStorage");
	}

}
