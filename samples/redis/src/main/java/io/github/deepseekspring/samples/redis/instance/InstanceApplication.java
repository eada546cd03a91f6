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

package io.github.deepseekspring.samples.redis.instance;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;

/**
 * An instance. It ends with the board that started it: then its standard input ends.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class InstanceApplication {

	public static void main(String[] args) {
		Thread watch = new Thread(InstanceApplication::endWithBoard, "board-watch");
		watch.setDaemon(true);
		watch.start();
		new SpringApplicationBuilder(InstanceApplication.class).properties("spring.config.name=instance")
			.listeners(new WebServerPortFileWriter())
			.run(args);
	}

	private static void endWithBoard() {
		try {
			System.in.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			System.exit(0);
		}
	}

}
