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

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.authentication.logout.HttpStatusReturningServerLogoutSuccessHandler;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	/**
	 * What a model writes ends up in the page. Should it ever get past the sanitizer, the
	 * browser runs no script that is not ours, and sends nothing to anybody else. Only
	 * the sanitizer makes HTML out of text.
	 */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
			+ "require-trusted-types-for 'script'; trusted-types dompurify";

	@Bean
	SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http) {
		LoginRequired loginRequired = new LoginRequired();
		return http
			.authorizeExchange(
					(exchanges) -> exchanges
						.pathMatchers("/", "/index.html", "/board", "/*.css", "/*.js", "/favicon.svg", "/webjars/**",
								"/api/me", "/actuator/health", "/actuator/info")
						.permitAll()
						.anyExchange()
						.authenticated())
			.httpBasic((basic) -> basic.authenticationEntryPoint(loginRequired))
			.formLogin((form) -> form.authenticationEntryPoint(loginRequired)
				.requiresAuthenticationMatcher(ServerWebExchangeMatchers.pathMatchers(HttpMethod.POST, "/login"))
				.authenticationSuccessHandler((exchange, authentication) -> noContent(exchange))
				.authenticationFailureHandler(new ServerAuthenticationEntryPointFailureHandler(loginRequired)))
			.logout((logout) -> logout
				.logoutSuccessHandler(new HttpStatusReturningServerLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
			.exceptionHandling((failures) -> failures.authenticationEntryPoint(loginRequired))
			.csrf((csrf) -> csrf.csrfTokenRepository(csrfCookie())
				.csrfTokenRequestHandler(new ServerCsrfTokenRequestAttributeHandler())
				.requireCsrfProtectionMatcher(new AndServerWebExchangeMatcher(CsrfWebFilter.DEFAULT_CSRF_MATCHER,
						new NegatedServerWebExchangeMatcher(SecurityConfiguration::isApiRequestWithAuthorization))))
			.addFilterAt(SecurityConfiguration::closeAfterRefusal, SecurityWebFiltersOrder.FIRST)
			.addFilterAfter(SecurityConfiguration::writeCsrfCookie, SecurityWebFiltersOrder.CSRF)
			.headers((headers) -> headers
				.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
				.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
			.build();
	}

	@Bean
	MapReactiveUserDetailsService users(@Value("${chat.users}") List<String> names) {
		return new MapReactiveUserDetailsService(names.stream().map(SecurityConfiguration::user).toList());
	}

	private static UserDetails user(String name) {
		return User.withUsername(name).password("{noop}password").roles("USER").build();
	}

	/**
	 * The token is in a cookie that the page's script reads and sends back as a header.
	 */
	private static CookieServerCsrfTokenRepository csrfCookie() {
		CookieServerCsrfTokenRepository repository = CookieServerCsrfTokenRepository.withHttpOnlyFalse();
		repository.setCookieCustomizer((cookie) -> cookie.sameSite("Lax"));
		return repository;
	}

	/**
	 * A request can be refused before its body is read. The server may then never read
	 * the next request of that connection, so that it gets a new one.
	 */
	private static Mono<Void> closeAfterRefusal(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpResponse response = exchange.getResponse();
		response.beforeCommit(() -> Mono.fromRunnable(() -> {
			HttpStatusCode status = response.getStatusCode();
			if (status != null && status.is4xxClientError()) {
				response.getHeaders().set(HttpHeaders.CONNECTION, "close");
			}
		}));
		return chain.filter(exchange);
	}

	/**
	 * The token is made when somebody asks for it, and the cookie is written only then.
	 */
	private static Mono<Void> writeCsrfCookie(ServerWebExchange exchange, WebFilterChain chain) {
		Mono<CsrfToken> token = exchange.getAttributeOrDefault(CsrfToken.class.getName(), Mono.empty());
		return token.then(chain.filter(exchange));
	}

	/**
	 * A program that brings its password in each request has no cookie to be abused. A
	 * browser may repeat a password by itself, but the API takes nothing but JSON, which
	 * no other site can make it send.
	 */
	private static Mono<MatchResult> isApiRequestWithAuthorization(ServerWebExchange exchange) {
		boolean exempt = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)
				&& exchange.getRequest().getPath().value().startsWith("/api/");
		return exempt ? MatchResult.match() : MatchResult.notMatch();
	}

	/**
	 * The password was compared on another thread than that of the connection. There, the
	 * server takes a next request for a pipelined one and may never read those after it,
	 * so that it gets a new connection.
	 */
	private static Mono<Void> noContent(WebFilterExchange exchange) {
		ServerHttpResponse response = exchange.getExchange().getResponse();
		response.setStatusCode(HttpStatus.NO_CONTENT);
		response.getHeaders().set(HttpHeaders.CONNECTION, "close");
		return Mono.empty();
	}

}
