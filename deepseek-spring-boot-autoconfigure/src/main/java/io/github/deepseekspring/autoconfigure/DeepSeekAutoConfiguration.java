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

import java.net.URI;

import io.github.deepseekspring.concurrency.CompositeConcurrencyLimiterListener;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LeaseSettings;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.core.BlockingDeepSeekOperations;
import io.github.deepseekspring.core.BlockingDeepSeekTemplate;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.DeepSeekTemplateBuilder;
import io.github.deepseekspring.core.DeepSeekTemplateCustomizer;
import io.github.deepseekspring.user.CallerResolver;
import io.github.deepseekspring.user.DefaultCallerResolver;
import io.github.deepseekspring.user.TenantResolver;
import io.github.deepseekspring.user.UserIdEncoder;
import io.github.deepseekspring.user.UserIdResolver;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link DeepSeekTemplate}. What needs
 * an API key is created only when something asks for it, so that an application that
 * brings its own {@link DeepSeekOperations} starts without one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
		ReactiveHttpClientAutoConfiguration.class })
@ConditionalOnClass({ WebClient.class, HttpClient.class })
@ConditionalOnBooleanProperty(name = "deepseek.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ DeepSeekProperties.class, ToolProperties.class })
@ImportRuntimeHints(DeepSeekRuntimeHints.class)
public final class DeepSeekAutoConfiguration {

	private static final Log logger = LogFactory.getLog(DeepSeekAutoConfiguration.class);

	private final DeepSeekProperties properties;

	DeepSeekAutoConfiguration(DeepSeekProperties properties) {
		this.properties = properties;
	}

	@Bean
	@ConditionalOnMissingBean(DeepSeekConnectionDetails.class)
	PropertiesDeepSeekConnectionDetails deepSeekConnectionDetails(ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesDeepSeekConnectionDetails(this.properties, sslBundles.getIfAvailable());
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	UserIdEncoder deepSeekUserIdEncoder(DeepSeekConnectionDetails connectionDetails) {
		return new UserIdPropertiesMapper(this.properties.userId()).encoder(connectionDetails);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(CallerResolver.class)
	DefaultCallerResolver deepSeekCallerResolver(UserIdEncoder encoder, ObjectProvider<UserIdResolver> userIdResolvers,
			ObjectProvider<TenantResolver> tenantResolver) {
		return new UserIdPropertiesMapper(this.properties.userId()).callerResolver(encoder,
				userIdResolvers.orderedStream().toList(), tenantResolver.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean(ConcurrencyLimiter.class)
	FairConcurrencyLimiter deepSeekConcurrencyLimiter(ObjectProvider<ConcurrencyLimiterListener> listeners,
			ObjectProvider<LeaseStore> leaseStore) {
		DeepSeekProperties.Concurrency concurrency = this.properties.concurrency();
		ConcurrencySettings settings = new ConcurrencyPropertiesMapper(concurrency).settings();
		LeaseSettings leases = new LeasePropertiesMapper(concurrency.shared()).settings();
		return new FairConcurrencyLimiter(settings,
				new CompositeConcurrencyLimiterListener(listeners.orderedStream().toList()),
				concurrency.enabled() ? leaseStore(leaseStore) : null, leases);
	}

	@Bean
	DeepSeekShutdown deepSeekShutdown(ApplicationContext context, ConcurrencyLimiter limiter) {
		return new DeepSeekShutdown(context, limiter);
	}

	@Bean
	@Lazy
	DeepSeekConnector deepSeekConnector(DeepSeekConnectionDetails connectionDetails, DeepSeekShutdown shutdown,
			ObjectProvider<HttpClientSettings> settings,
			ObjectProvider<ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder>> customizers) {
		HttpClientSettings effectiveSettings = settings.getIfAvailable(HttpClientSettings::defaults);
		SslBundle sslBundle = connectionDetails.getSslBundle();
		if (sslBundle != null) {
			effectiveSettings = effectiveSettings.withSslBundle(sslBundle);
		}
		DeepSeekConnector connector = new DeepSeekConnector(
				new ConcurrencyPropertiesMapper(this.properties.concurrency()).settings(), effectiveSettings,
				customizers.orderedStream().toList());
		shutdown.register(connector);
		return connector;
	}

	@Bean
	@ConditionalOnMissingBean(DeepSeekOperations.class)
	DeepSeekTemplate deepSeekTemplate(DeepSeekConnectionDetails connectionDetails, DeepSeekConnector connector,
			CallerResolver callerResolver, ConcurrencyLimiter limiter, ToolProperties toolProperties,
			ObjectProvider<DeepSeekTemplateCustomizer> customizers, BeanFactory beanFactory) {
		requireSimulatorIfEnabled(beanFactory);
		DeepSeekPropertiesMapper mapper = new DeepSeekPropertiesMapper(this.properties);
		URI baseUrl = ConnectionRules.requireBaseUrl(connectionDetails);
		if (ConnectionRules.isExposed(baseUrl)) {
			logger.warn("The DeepSeek API key and all prompts are sent unencrypted, since the URL of DeepSeek begins "
					+ "with 'http://' and is not on this machine.");
		}
		warnIfThereAreTooFewConnections(connector, limiter);
		DeepSeekTemplateBuilder builder = new DeepSeekTemplateBuilder().baseUrl(baseUrl)
			.apiKey(ConnectionRules.requireApiKey(connectionDetails))
			.connector(connector.connector())
			.callerResolver(callerResolver)
			.concurrencyLimiter(limiter)
			.chatDefaults(mapper.chatDefaults())
			.timeouts(mapper.timeouts())
			.retry(mapper.retry())
			.toolSettings(toolProperties::applyTo)
			.maxInMemorySize(mapper.maxInMemorySize());
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	@Bean
	@ConditionalOnSingleCandidate(DeepSeekOperations.class)
	@ConditionalOnMissingBean(BlockingDeepSeekOperations.class)
	BlockingDeepSeekTemplate deepSeekBlockingTemplate(DeepSeekOperations operations) {
		return new BlockingDeepSeekTemplate(operations);
	}

	/**
	 * An application that was processed ahead of time has the beans of the properties of
	 * that time. What is meant for a simulator must not reach the paid API.
	 */
	private void requireSimulatorIfEnabled(BeanFactory beanFactory) {
		if (this.properties.simulator().enabled() && AotDetector.useGeneratedArtifacts()
				&& !beanFactory.containsBean("deepSeekSimulatorConnectionDetails")) {
			throw new InvalidConfigurationPropertyValueException("deepseek.simulator.enabled", true,
					"The application was processed ahead of time without the simulator. Process it again with it.");
		}
	}

	/**
	 * A test of a slice of the application has no store, and shares its limits with
	 * nobody.
	 */
	private @Nullable LeaseStore leaseStore(ObjectProvider<LeaseStore> provider) {
		LeaseStore store = provider.getIfAvailable();
		DeepSeekProperties.Shared.Type type = this.properties.concurrency().shared().type();
		if (store == null && type != DeepSeekProperties.Shared.Type.NONE) {
			PropertyRules.require(!AotDetector.useGeneratedArtifacts(), "concurrency.shared.type", type,
					"The application was processed ahead of time without a store. Process it again with it.");
			logger.warn("The limits of DeepSeek are not shared with other instances, since there is no LeaseStore bean "
					+ "although 'deepseek.concurrency.shared.type' is set.");
		}
		return store;
	}

	/**
	 * Requests that wait for a connection wait in the order of their arrival, whoever
	 * sent them.
	 */
	private static void warnIfThereAreTooFewConnections(DeepSeekConnector connector, ConcurrencyLimiter limiter) {
		if (limiter instanceof FairConcurrencyLimiter fairLimiter) {
			int allowed = fairLimiter.snapshot().stream().mapToInt(LimitGroupSnapshot::ceiling).sum();
			if (allowed > connector.maxConnections()) {
				logger.warn("The ConcurrencyLimiter bean lets " + allowed + " requests run, but there are only "
						+ connector.maxConnections()
						+ " connections to DeepSeek. Set 'deepseek.concurrency.limits' and "
						+ "'deepseek.concurrency.default-limit' to the limits of the bean.");
			}
		}
	}

}
