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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that was processed ahead of time, as Boot's build plugins do it.
 *
 * @param application the class with the {@code main} method
 * @param directory the directory of what was generated
 */
record ProcessedApplication(Class<?> application, Path directory) {

	/**
	 * Process an application and compile what was generated.
	 * @param application the class with the {@code main} method
	 * @param directory an empty directory
	 * @param arguments the arguments of the application at that time
	 * @return the application
	 */
	static ProcessedApplication of(Class<?> application, Path directory, String... arguments) {
		Path sources = directory.resolve("sources");
		Path classes = directory.resolve("classes");
		AbstractAotProcessor.Settings settings = AbstractAotProcessor.Settings.builder()
			.sourceOutput(sources)
			.resourceOutput(classes)
			.classOutput(classes)
			.groupId("com.example")
			.artifactId("application")
			.build();
		new SpringApplicationAotProcessor(application, settings, arguments).process();
		compile(sources, classes);
		write(classes.resolve("spring.properties"), "spring.aot.enabled=true");
		return new ProcessedApplication(application, classes);
	}

	/**
	 * Call a static method of the application with classes of its own, which see what was
	 * generated.
	 * @param method the name of a method that takes the arguments of the application
	 * @param arguments the arguments
	 * @return what the method returns
	 */
	String call(String method, String... arguments) {
		Thread thread = Thread.currentThread();
		ClassLoader previous = thread.getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(classLoader);
			Class<?> type = classLoader.loadClass(this.application.getName());
			assertThat(type.getClassLoader()).isSameAs(classLoader);
			Method target = ReflectionUtils.findMethod(type, method, String[].class);
			assertThat(target).as(method).isNotNull();
			ReflectionUtils.makeAccessible(target);
			return String.valueOf(ReflectionUtils.invokeMethod(target, null, (Object) arguments));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			thread.setContextClassLoader(previous);
		}
	}

	private URL[] classPath() throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		urls.add(this.directory.toUri().toURL());
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		return urls.toArray(URL[]::new);
	}

	private static void compile(Path sources, Path classes) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> generated = Files.walk(sources)) {
			List<Path> javaFiles = generated.filter((file) -> file.toString().endsWith(".java")).toList();
			List<String> options = List.of("-d", classes.toString(), "-classpath",
					System.getProperty("java.class.path") + File.pathSeparator + classes, "-proc:none", "-nowarn",
					"-Xlint:none");
			boolean compiled = compiler
				.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(javaFiles))
				.call();
			assertThat(compiled).as("compiles").isTrue();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, String text) {
		try {
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
