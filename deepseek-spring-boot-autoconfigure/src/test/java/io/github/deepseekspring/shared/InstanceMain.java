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

package io.github.deepseekspring.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

import io.github.deepseekspring.core.DeepSeekTemplate;
import reactor.core.publisher.Flux;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * An instance in a JVM of its own. It makes requests, all at once, and lives until it is
 * told to end or its standard input does, which is when those who started it have gone.
 */
public final class InstanceMain {

	private InstanceMain() {
	}

	/**
	 * Run the instance.
	 * @param arguments how many requests to make, on whose behalf, and the properties
	 */
	public static void main(String[] arguments) {
		Thread watch = new Thread(InstanceMain::endWithParent, "parent-watch");
		watch.setDaemon(true);
		watch.start();
		ConfigurableApplicationContext context = Instance
			.run(Arrays.copyOfRange(arguments, 2, arguments.length, String[].class));
		DeepSeekTemplate template = context.getBean(DeepSeekTemplate.class);
		Flux.range(0, Integer.parseInt(arguments[0]))
			.flatMap((i) -> template.prompt("Hi").userId(arguments[1]).stream().content().then(), Integer.MAX_VALUE)
			.blockLast();
	}

	private static void endWithParent() {
		try {
			while (System.in.read() != -1) {
				continue;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			Runtime.getRuntime().halt(1);
		}
	}

}
