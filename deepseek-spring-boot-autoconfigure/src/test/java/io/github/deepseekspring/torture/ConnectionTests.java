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

package io.github.deepseekspring.torture;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.RetrySettings;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.stream.Timeouts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of clients that have one connection and nothing but mishaps: the next request is
 * served, by the same connection after an answer that came to its end, and by another
 * after one that did not.
 */
@ExtendWith(NoLeaks.class)
class ConnectionTests {

	private static final int AT_ONCE = 64;

	private static final Duration SILENCE = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Pattern NAME = Pattern.compile("<([^<>]+)>");

	private static final Set<Effect> HARMLESS = Set.of(Effect.CHARACTERS_IN_PIECES, Effect.BYTE_BY_BYTE);

	private static final Set<Effect> FATAL = Set.of(Effect.CLOSE, Effect.RESET, Effect.STALL, Effect.ENDLESS_FILLER);

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	private final Map<String, Queue<Long>> connections = new ConcurrentHashMap<>();

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.builder()
		.keepAliveInterval(Duration.ofMillis(20))
		.start();

	@Test
	void whateverGoesWrongTheNextRequestIsServed() {
		this.simulator.answerAll(this::answer);
		List<Mishap> mishaps = Mishap.all();
		Flux.fromIterable(mishaps).flatMap(this::askTwice, AT_ONCE).blockLast(PATIENCE);
		assertThat(mishaps).allSatisfy((mishap) -> {
			Queue<Long> used = this.connections.get(mishap.toString());
			assertThat(used).as(mishap.toString()).hasSize(2);
			if (HARMLESS.contains(mishap.effect())) {
				assertThat(Set.copyOf(used)).as(mishap.toString()).hasSize(1);
			}
			if (FATAL.contains(mishap.effect())) {
				assertThat(Set.copyOf(used)).as(mishap.toString()).hasSize(2);
			}
		});
		this.simulator.log().awaitIdle(PATIENCE);
	}

	private Mono<?> askTwice(Mishap mishap) {
		this.answers.put(mishap.toString(), mishap.answer());
		ConnectionProvider pool = ConnectionProvider.create("one", 1);
		DeepSeekTemplate template = template(pool);
		return Flux.from(ask(template, mishap))
			.onErrorComplete()
			.thenMany(Mono.defer(() -> Flux.from(ask(template, mishap)).then()))
			.then(Mono.defer(pool::disposeLater))
			.checkpoint(mishap.toString());
	}

	private static Publisher<?> ask(DeepSeekTemplate template, Mishap mishap) {
		return mishap.api().ask(template, "<" + mishap + ">");
	}

	/**
	 * The first request has a mishap, the second has not.
	 */
	private @Nullable Answer answer(RecordedRequest request) {
		Matcher matcher = NAME.matcher(request.body());
		assertThat(matcher.find()).isTrue();
		String mishap = matcher.group(1);
		this.connections.computeIfAbsent(mishap, (name) -> new ConcurrentLinkedQueue<>()).add(request.connectionId());
		Answer first = this.answers.remove(mishap);
		return (first != null) ? first : Mishap.goodAnswer(Api.valueOf(mishap.split(" ")[0]));
	}

	private DeepSeekTemplate template(ConnectionProvider pool) {
		HttpClient client = HttpClient.create(pool).compress(false).disableRetry(true);
		return DeepSeekTemplate.builder()
			.baseUrl(this.simulator.baseUrl())
			.apiKey("sk-torture-0123456789")
			.connector(new ReactorClientHttpConnector(client))
			.retry(new RetrySettings(1, SILENCE, SILENCE, 0))
			.timeouts(Timeouts.defaults()
				.withFirstData(SILENCE)
				.withPayloadIdle(SILENCE)
				.withWireIdle(SILENCE)
				.withCallWireIdle(SILENCE))
			.build();
	}

}
