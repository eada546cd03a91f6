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

package io.github.deepseekspring.core;

import java.net.URI;

import io.github.deepseekspring.core.Endpoint.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.DefaultUriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Endpoint}.
 */
class EndpointTests {

	@ParameterizedTest
	@CsvSource({ "'', /p, /p, /beta/p, /anthropic/p", "/v1, /v1/p, /p, /beta/p, /anthropic/p",
			"/beta, /beta/p, /p, /beta/p, /anthropic/p", "/beta/v1, /beta/v1/p, /p, /beta/v1/p, /anthropic/p",
			"/anthropic, /p, /p, /beta/p, /anthropic/p", "/anthropic/v1, /p, /p, /beta/p, /anthropic/p",
			"/proxy, /proxy/p, /proxy/p, /proxy/beta/p, /proxy/anthropic/p",
			"/proxy/v1, /proxy/v1/p, /proxy/p, /proxy/beta/p, /proxy/anthropic/p",
			"/proxy/anthropic, /proxy/p, /proxy/p, /proxy/beta/p, /proxy/anthropic/p",
			"/v1/proxy, /v1/proxy/p, /v1/proxy/p, /v1/proxy/beta/p, /v1/proxy/anthropic/p",
			"/v1/beta, /v1/beta/p, /p, /v1/beta/p, /anthropic/p" })
	void addressFitsTheBaseUrl(String base, String plain, String host, String beta, String anthropic) {
		String url = "https://api.example.org" + base;
		assertThat(address(url, Place.BASE)).hasToString("https://api.example.org" + plain);
		assertThat(address(url, Place.HOST)).hasToString("https://api.example.org" + host);
		assertThat(address(url, Place.BETA)).hasToString("https://api.example.org" + beta);
		assertThat(address(url, Place.ANTHROPIC)).hasToString("https://api.example.org" + anthropic);
	}

	@Test
	void keyHasOneHeader() {
		for (Place place : Place.values()) {
			HttpHeaders headers = new HttpHeaders();
			new Endpoint(HttpMethod.POST, place, "/p").authenticate(headers, "sk-1");
			if (place == Place.ANTHROPIC) {
				assertThat(headers.toSingleValueMap()).containsOnlyKeys("x-api-key").containsValue("sk-1");
			}
			else {
				assertThat(headers.toSingleValueMap()).containsOnlyKeys("Authorization").containsValue("Bearer sk-1");
			}
		}
	}

	private static URI address(String base, Place place) {
		Endpoint endpoint = new Endpoint(HttpMethod.POST, place, "/p");
		return endpoint.resolve(new DefaultUriBuilderFactory(base).uriString(endpoint.template()));
	}

}
