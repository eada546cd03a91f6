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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/**
 * The connections that clients hold.
 */
final class Connections {

	private static final AttributeKey<Long> NUMBER = AttributeKey.valueOf(Connections.class, "number");

	private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

	private final AtomicLong numbers = new AtomicLong();

	private volatile long forgotten;

	void opened(Channel channel) {
		channel.attr(NUMBER).set(this.numbers.incrementAndGet());
		this.channels.add(channel);
		channel.closeFuture().addListener((future) -> this.channels.remove(channel));
	}

	static long number(Channel channel) {
		Long number = channel.attr(NUMBER).get();
		return (number != null) ? number : 0;
	}

	long accepted() {
		return this.numbers.get() - this.forgotten;
	}

	int open() {
		return this.channels.size();
	}

	void forgetAccepted() {
		this.forgotten = this.numbers.get();
	}

	void closeAll() {
		this.channels.forEach(Channel::close);
	}

}
