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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.observation.CallObservations;
import io.github.deepseekspring.observation.ObservationSettings;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.structured.Entities;
import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.tool.ToolLoop;
import io.github.deepseekspring.tool.ToolSettings;
import io.github.deepseekspring.user.CallerResolver;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds a {@link DeepSeekTemplate}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class DeepSeekTemplateBuilder {

	/**
	 * The address of DeepSeek's API.
	 */
	public static final URI DEFAULT_BASE_URL = URI.create("https://api.deepseek.com");

	private static final int DEFAULT_MAX_IN_MEMORY_SIZE = 16 * 1024 * 1024;

	private URI baseUrl = DEFAULT_BASE_URL;

	private @Nullable String apiKey;

	private @Nullable ClientHttpConnector connector;

	private Consumer<WebClient.Builder> webClient = (builder) -> {
	};

	private ChatDefaults chatDefaults = ChatDefaults.defaults();

	private CallerResolver callerResolver = CallerResolver.nobody();

	private @Nullable ConcurrencyLimiter concurrencyLimiter;

	private Timeouts timeouts = Timeouts.defaults();

	private RetrySettings retry = RetrySettings.defaults();

	private ToolSettings toolSettings = ToolSettings.defaults();

	private ObservationSettings observation = ObservationSettings.defaults();

	private int maxInMemorySize = DEFAULT_MAX_IN_MEMORY_SIZE;

	/**
	 * Set the address of the API.
	 * @param baseUrl an absolute http or https URL without a query. One that ends in
	 * {@code /v1} has its beta beside it; one that ends in {@code /beta} is the beta, for
	 * all chat calls. Messages go to {@code /anthropic} beside {@code /v1} and
	 * {@code /beta}, also when the URL ends in it itself
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder baseUrl(URI baseUrl) {
		Assert.notNull(baseUrl, "'baseUrl' must not be null");
		this.baseUrl = baseUrl;
		return this;
	}

	/**
	 * Set the API key.
	 * @param apiKey the key, visible ASCII characters only
	 * @return this builder
	 * @throws IllegalArgumentException if the key is empty or holds a blank, a line break
	 * or anything else that is not a visible ASCII character. The message tells the place
	 */
	public DeepSeekTemplateBuilder apiKey(String apiKey) {
		Assert.hasText(apiKey, "'apiKey' must not be empty");
		for (int i = 0; i < apiKey.length(); i++) {
			int position = i + 1;
			Assert.isTrue(apiKey.charAt(i) >= '!' && apiKey.charAt(i) <= '~', () -> "'apiKey' must have visible "
					+ "ASCII characters only; the one at position " + position + " is something else");
		}
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Set the connector. It must neither follow redirects nor send again nor time out by
	 * itself, and its pool should hold as many connections as the limits allow requests.
	 * By default one on Reactor Netty with a pool for the documented limits, or those of
	 * the limiter if they are higher.
	 * @param connector the connector
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder connector(ClientHttpConnector connector) {
		Assert.notNull(connector, "'connector' must not be null");
		this.connector = connector;
		return this;
	}

	/**
	 * Adjust the {@link WebClient}, for example with a filter or a header. Called once,
	 * after everything else was applied to it; further calls add up. A header
	 * {@code Authorization} or {@code x-api-key} takes the place of the API key on all
	 * requests.
	 * @param webClient what to do to the client's builder
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder webClient(Consumer<WebClient.Builder> webClient) {
		Assert.notNull(webClient, "'webClient' must not be null");
		this.webClient = this.webClient.andThen(webClient);
		return this;
	}

	/**
	 * Set what a chat request, and a message request, is given where it says nothing
	 * itself.
	 * @param chatDefaults the defaults
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder chatDefaults(ChatDefaults chatDefaults) {
		Assert.notNull(chatDefaults, "'chatDefaults' must not be null");
		this.chatDefaults = chatDefaults;
		return this;
	}

	/**
	 * Set how the caller of a request and its {@code user_id} are found.
	 * @param callerResolver the resolver; nobody by default
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder callerResolver(CallerResolver callerResolver) {
		Assert.notNull(callerResolver, "'callerResolver' must not be null");
		this.callerResolver = callerResolver;
		return this;
	}

	/**
	 * Set the limiter that shares the account's concurrency.
	 * @param concurrencyLimiter the limiter; by default one with the documented limits
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder concurrencyLimiter(ConcurrencyLimiter concurrencyLimiter) {
		Assert.notNull(concurrencyLimiter, "'concurrencyLimiter' must not be null");
		this.concurrencyLimiter = concurrencyLimiter;
		return this;
	}

	/**
	 * Set the clocks of calls that bring none of their own.
	 * @param timeouts the timeouts
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder timeouts(Timeouts timeouts) {
		Assert.notNull(timeouts, "'timeouts' must not be null");
		this.timeouts = timeouts;
		return this;
	}

	/**
	 * Set how often and when a request is sent again.
	 * @param retry the settings
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder retry(RetrySettings retry) {
		Assert.notNull(retry, "'retry' must not be null");
		this.retry = retry;
		return this;
	}

	/**
	 * Set how tools are run. Further calls build on what was set before.
	 * @param toolSettings makes the settings from the ones so far
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder toolSettings(UnaryOperator<ToolSettings> toolSettings) {
		Assert.notNull(toolSettings, "'toolSettings' must not be null");
		this.toolSettings = toolSettings.apply(this.toolSettings);
		return this;
	}

	/**
	 * Set where and how calls are observed. Further calls build on what was set before.
	 * @param observation makes the settings from the ones so far, by which nothing is
	 * observed
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder observation(UnaryOperator<ObservationSettings> observation) {
		Assert.notNull(observation, "'observation' must not be null");
		this.observation = observation.apply(this.observation);
		return this;
	}

	/**
	 * Set how much of an answer may be held in memory: one event of a stream, or one
	 * whole answer that is not streamed. Keep-alives do not count.
	 * @param maxInMemorySize bytes, at least 1; 16 MiB by default
	 * @return this builder
	 */
	public DeepSeekTemplateBuilder maxInMemorySize(int maxInMemorySize) {
		Assert.isTrue(maxInMemorySize > 0, "'maxInMemorySize' must be positive");
		this.maxInMemorySize = maxInMemorySize;
		return this;
	}

	/**
	 * Build the template.
	 * @return the template
	 */
	public DeepSeekTemplate build() {
		Assert.state(this.apiKey != null, "'apiKey' must be set");
		JsonMapper mapper = WireFormat.createMapper();
		ConcurrencyLimiter limiter = (this.concurrencyLimiter != null) ? this.concurrencyLimiter
				: new FairConcurrencyLimiter(ConcurrencySettings.defaults());
		Exchange exchange = new Exchange(buildHttpExchange(this.apiKey, limiter), mapper, this.apiKey,
				this.callerResolver, limiter, new RetryPolicy(this.retry), observations(this.apiKey, limiter),
				this.maxInMemorySize);
		RequestWarnings warnings = new RequestWarnings();
		warnings.checkDefaultModel(this.chatDefaults.model());
		ChatApi chat = new ChatApi(exchange, this.chatDefaults, warnings, mapper);
		return new DeepSeekTemplate(
				new DefaultPromptSpec(new ChatCall(chat, ChatCompletionRequest.builder().build(), this.timeouts,
						new ToolLoop(List.of(), this.toolSettings), Entities.create(this.maxInMemorySize))),
				new MessageApi(exchange, this.chatDefaults, this.timeouts, warnings, mapper),
				new CompletionApi(exchange, this.chatDefaults.model(), this.timeouts, warnings, mapper),
				new AccountApi(exchange, this.timeouts, mapper));
	}

	/**
	 * Each API has its own header for the key, unless the application has set one of them
	 * for all requests.
	 */
	private HttpExchange buildHttpExchange(String apiKey, ConcurrencyLimiter limiter) {
		String url = this.baseUrl.toString();
		WebClient.Builder builder = WebClient.builder()
			.baseUrl(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
		builder.clientConnector((this.connector != null) ? this.connector
				: new ReactorClientHttpConnector(DefaultHttpClient.create(limiter)));
		builder.observationRegistry(this.observation.registry());
		this.webClient.accept(builder);
		AtomicBoolean authenticated = new AtomicBoolean();
		builder.defaultHeaders((headers) -> authenticated
			.set(headers.containsHeader(HttpHeaders.AUTHORIZATION) || headers.containsHeader(Endpoint.API_KEY)));
		return new HttpExchange(builder.build(), authenticated.get() ? null : apiKey);
	}

	/**
	 * Meters tell the names of the models that the configuration knows.
	 */
	private CallObservations observations(String apiKey, ConcurrencyLimiter limiter) {
		Set<String> models = new HashSet<>(Set.of(this.chatDefaults.model()));
		if (limiter instanceof FairConcurrencyLimiter fair) {
			fair.snapshot().forEach((group) -> models.addAll(group.models()));
		}
		CostCalculator costs = this.observation.costCalculator();
		if (costs != null) {
			models.addAll(costs.prices().models().keySet());
			models.addAll(costs.prices().aliases().keySet());
		}
		return new CallObservations(this.observation, models, (text) -> text.replace(apiKey, Redaction.MASK));
	}

}
