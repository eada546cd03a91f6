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

package io.github.deepseekspring.structured;

import java.lang.ref.WeakReference;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AskingCache}.
 */
class AskingCacheTests {

	private static final EntitySettings.Mode JSON = EntitySettings.Mode.JSON_OBJECT;

	@Test
	void whatIsMadeForATypeIsMadeOnce() {
		AskingCache cache = new AskingCache();
		assertThat(cache.one(City.class, JSON)).isSameAs(cache.one(City.class, JSON));
		assertThat(cache.list(City.class, JSON)).isSameAs(cache.list(City.class, JSON));
		assertThat(cache.element(City.class)).isSameAs(cache.element(City.class));
		assertThat((Object) cache.one(cities(), JSON)).isSameAs(cache.one(cities(), JSON));
	}

	@Test
	void whatIsAskedForInAnotherWayIsAnother() {
		AskingCache cache = new AskingCache();
		Object one = cache.one(City.class, JSON);
		assertThat(cache.one(City.class, EntitySettings.Mode.STRICT_TOOL)).isNotSameAs(one);
		assertThat((Object) cache.list(City.class, JSON)).isNotSameAs(one);
	}

	@Test
	void whenManyAskAtOnceThenAllCanRead() {
		AskingCache cache = new AskingCache();
		List<City> read = Flux.range(0, 200)
			.flatMap((i) -> Flux.just(i)
				.publishOn(Schedulers.parallel())
				.map((number) -> cache.<City>one(City.class, JSON).type().read("{\"name\":\"Oslo\"}")), 200)
			.collectList()
			.block();
		assertThat(read).hasSize(200).containsOnly(new City("Oslo"));
	}

	@Test
	void whenTheCacheIsGoneThenNothingKeepsTheClass() throws Exception {
		WeakReference<Class<?>> type = new WeakReference<>(foreignType());
		readForeign(Objects.requireNonNull(type.get()));
		for (int i = 0; i < 50 && type.get() != null; i++) {
			System.gc();
		}
		assertThat(type.get()).isNull();
	}

	private static void readForeign(Class<?> type) {
		AskingCache cache = new AskingCache();
		Object city = cache.one(type, JSON).type().read("{\"name\":\"Oslo\"}");
		assertThat(city).isInstanceOf(type).hasToString("City[name=Oslo]");
		cache.list(type, EntitySettings.Mode.STRICT_TOOL).type().read("{\"items\":[{\"name\":\"Oslo\"}]}");
		cache.element(type).read(EntityJson.tree("{\"name\":\"Oslo\"}"), "$");
	}

	private static Class<?> foreignType() throws Exception {
		URL classes = City.class.getProtectionDomain().getCodeSource().getLocation();
		return new URLClassLoader(new URL[] { classes }, City.class.getClassLoader()) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				Class<?> loaded = findLoadedClass(name);
				if (loaded != null) {
					return loaded;
				}
				return name.startsWith(AskingCacheTests.class.getName()) ? findClass(name)
						: super.loadClass(name, resolve);
			}

		}.loadClass(City.class.getName());
	}

	private static Type cities() {
		return new ParameterizedTypeReference<List<City>>() {
		}.getType();
	}

	public record City(String name) {

	}

}
