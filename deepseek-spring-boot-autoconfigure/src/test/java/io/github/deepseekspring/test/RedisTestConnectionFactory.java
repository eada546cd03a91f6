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

import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connections with threads of their own, as those of another process, that end with it.
 */
public final class RedisTestConnectionFactory extends LettuceConnectionFactory {

	private static final String HOST = "127.0.0.1";

	private static final long LONGEST_END_SECONDS = 10;

	private final ClientResources resources;

	private RedisTestConnectionFactory(RedisConfiguration server, ClientResources resources) {
		super(server, LettuceClientConfiguration.builder().clientResources(resources).build());
		this.resources = resources;
		afterPropertiesSet();
		start();
	}

	static RedisTestConnectionFactory toServer(int port) {
		return new RedisTestConnectionFactory(new RedisStandaloneConfiguration(HOST, port), resources());
	}

	static RedisTestConnectionFactory toCluster(int port) {
		return new RedisTestConnectionFactory(new RedisClusterConfiguration().clusterNode(HOST, port), resources());
	}

	private static ClientResources resources() {
		return ClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
	}

	@Override
	public void destroy() {
		super.destroy();
		this.resources.shutdown(0, LONGEST_END_SECONDS, TimeUnit.SECONDS)
			.awaitUninterruptibly(LONGEST_END_SECONDS, TimeUnit.SECONDS);
	}

}
