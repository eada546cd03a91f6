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

package io.github.deepseekspring.samples.redis.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.springframework.util.FileSystemUtils;

/**
 * The instances.
 */
final class Fleet implements AutoCloseable {

	private final Path directory;

	private final List<Instance> instances;

	private Fleet(Path directory, List<Instance> instances) {
		this.directory = directory;
		this.instances = List.copyOf(instances);
	}

	/**
	 * Start all instances and wait until they take requests.
	 * @param properties how many there are, and their ports
	 * @param deepSeek the address of the simulator
	 * @param redisPort the port of the Redis that they share
	 */
	static Fleet start(BoardProperties properties, URI deepSeek, int redisPort) {
		List<String> arguments = new ArrayList<>(
				List.of("--deepseek.base-url=" + deepSeek, "--deepseek.api-key=simulated",
						"--deepseek.concurrency.limits." + BoardApplication.MODEL + "=" + properties.limit(),
						"--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redisPort));
		arguments.addAll(properties.arguments());
		Path directory = createDirectory();
		List<Instance> instances = new ArrayList<>();
		for (int port : properties.ports()) {
			instances.add(new Instance("instance-" + (instances.size() + 1), port, directory, arguments));
		}
		Fleet fleet = new Fleet(directory, instances);
		try {
			instances.forEach(Instance::launch);
			instances.forEach(Instance::awaitReady);
			return fleet;
		}
		catch (RuntimeException ex) {
			fleet.close();
			throw ex;
		}
	}

	List<Instance> instances() {
		return this.instances;
	}

	Optional<Instance> instance(String name) {
		return this.instances.stream().filter((instance) -> instance.name().equals(name)).findFirst();
	}

	@Override
	public void close() {
		this.instances.forEach(Instance::askToEnd);
		this.instances.forEach(Instance::awaitEnd);
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path createDirectory() {
		try {
			return Files.createTempDirectory("deepseek-instances");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
