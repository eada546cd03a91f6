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

package io.github.deepseekspring.samples.chat;

import java.nio.charset.StandardCharsets;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers 401 to who is not logged in. Only a client that is not the page is challenged:
 * on a challenge, a browser would open a dialog of its own over the page's login.
 */
final class LoginRequired implements ServerAuthenticationEntryPoint {

	private static final byte[] BODY = """
			{"title":"Unauthorized","status":401,"detail":"Please log in with a valid name and password."}"""
		.getBytes(StandardCharsets.UTF_8);

	@Override
	public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException ex) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatus.UNAUTHORIZED);
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (!isFromPage(exchange.getRequest())) {
			response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"chat\"");
		}
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(BODY)));
	}

	private static boolean isFromPage(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		return "XMLHttpRequest".equals(headers.getFirst("X-Requested-With"))
				|| (!headers.containsHeader(HttpHeaders.AUTHORIZATION)
						&& headers.getAccept().stream().anyMatch(MediaType.APPLICATION_JSON::equalsTypeAndSubtype));
	}

}
