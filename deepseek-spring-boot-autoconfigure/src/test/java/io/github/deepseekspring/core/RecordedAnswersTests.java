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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionAccumulator;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.core.Endpoint.Place;
import io.github.deepseekspring.observation.CallObservations;
import io.github.deepseekspring.observation.ObservationSettings;
import io.github.deepseekspring.observation.ObservedCall;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RawAnswerBuilder;
import io.github.deepseekspring.stream.KeepAlives;
import io.github.deepseekspring.stream.PayloadHandler;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.test.Recordings;
import io.github.deepseekspring.test.Recordings.Body;
import io.github.deepseekspring.user.CallerResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that all recorded answers go through a real template and a real socket, cut into
 * pieces at random places.
 */
class RecordedAnswersTests {

	private static final long SEED = 20260101;

	private static final int PIECES = 20;

	private static final JsonMapper MAPPER = new JsonMapper();

	private final Random random = new Random(SEED);

	private @Nullable Recordings opened;

	private @Nullable Wire wire;

	@BeforeEach
	void open() {
		this.opened = Recordings.open();
		this.wire = new Wire();
	}

	@AfterEach
	void close() {
		if (this.wire != null) {
			this.wire.close();
		}
	}

	@Test
	void allRecordingsAreThere() {
		assertThat(recordings().bodies()).hasSize(255);
		assertThat(bodies("chat")).hasSize(136);
		assertThat(bodies("chat stream")).hasSize(81);
		assertThat(bodies("error 400")).hasSize(12);
		assertThat(bodies("error 401")).hasSize(3);
		assertThat(bodies("models")).hasSize(1);
		assertThat(bodies("responses")).hasSize(18);
		assertThat(bodies("responses stream")).hasSize(4);
	}

	@Test
	void answersAreRead() {
		DeepSeekTemplate template = wire().template();
		assertThat(bodies("chat")).hasSize(136).allSatisfy((body) -> {
			wire().answer(replay(body, body.bytes()));
			ChatCompletion completion = template.chat(Wire.REQUEST).blockOptional(Wire.PATIENCE).orElseThrow();
			assertThat(completion).isEqualTo(MAPPER.readValue(body.text(), ChatCompletion.class));
			assertThat(completion.finishReason()).isNotNull();
		});
		assertThat(wire().log().requests()).hasSize(136);
	}

	@Test
	void streamsAreRead() {
		DeepSeekTemplate template = wire().template();
		assertThat(bodies("chat stream")).hasSize(81).allSatisfy((body) -> {
			List<ChatCompletionChunk> recorded = body.payloads()
				.stream()
				.map((json) -> MAPPER.readValue(json, ChatCompletionChunk.class))
				.toList();
			Answer answer = replay(body, framed(body));
			wire().answer(answer, answer);
			assertThat(Signals.of(template.stream(Wire.REQUEST)).complete()).isEqualTo(recorded);
			ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
			recorded.forEach(accumulator::add);
			assertThat(template.prompt().request(Wire.REQUEST).stream().completion().block(Wire.PATIENCE))
				.isEqualTo(accumulator.toCompletion());
		});
		assertThat(wire().log().requests()).hasSize(162);
	}

	@Test
	void errorsBecomeExceptions() {
		List<Body> errors = new ArrayList<>(bodies("error 400"));
		errors.addAll(bodies("error 401"));
		assertThat(errors).hasSize(15).allSatisfy((body) -> {
			int status = body.meta().path("status").asInt();
			JsonNode error = MAPPER.readTree(body.text()).path("error");
			for (boolean streaming : new boolean[] { false, true }) {
				wire().answer(replay(body, body.bytes()));
				DeepSeekException failure = wire().failure(streaming);
				ErrorAnswer answer = (status == 401) ? ((InvalidApiKeyException) failure).getAnswer()
						: Objects.requireNonNull(((InvalidRequestException) failure).getAnswer());
				assertThat(answer.status()).isEqualTo(status);
				assertThat(answer.type()).isEqualTo(error.path("type").asString());
				assertThat(answer.code()).isEqualTo(error.path("code").asString());
				assertThat(answer.param()).isNull();
				assertThat(answer.message())
					.isEqualTo(error.path("message").asString().replaceFirst("(?<=api key: )\\S+", "***"));
			}
		});
	}

	@Test
	void bodiesOfOtherApisAreRead() {
		List<Body> others = new ArrayList<>(bodies("models"));
		others.addAll(bodies("responses"));
		assertThat(others).hasSize(19).allSatisfy((body) -> {
			wire().answer(replay(body, body.bytes()));
			assertThat(Signals.of(exchange(false)).complete()).singleElement()
				.satisfies((event) -> assertThat(event.data()).isEqualTo(MAPPER.readTree(body.text())));
		});
	}

	@Test
	void streamsOfOtherApisAreRead() {
		assertThat(bodies("responses stream")).hasSize(4).allSatisfy((body) -> {
			wire().answer(replay(body, body.bytes()));
			List<JsonNode> recorded = body.payloads().stream().map(MAPPER::readTree).toList();
			List<ServerSentEvent<JsonNode>> events = Signals.of(exchange(true)).complete();
			assertThat(events).extracting(ServerSentEvent::data).isEqualTo(recorded);
			assertThat(events)
				.allSatisfy((event) -> assertThat(event.event()).isEqualTo(data(event).path("type").asString()));
			for (int i = 0; i < events.size(); i++) {
				assertThat(data(events.get(i)).path("sequence_number").asInt(-1)).isEqualTo(i);
			}
		});
	}

	@Test
	void whenStreamOfAnotherApiLacksItsEndThenItIsNotComplete() {
		assertThat(bodies("responses stream")).allSatisfy((body) -> {
			String text = body.text();
			wire().answer(Answer.raw().write(text.substring(0, text.indexOf("event: response.completed"))).end());
			assertThat(Signals.of(exchange(true)).failure()).hasMessageContaining("before it was complete");
		});
	}

	private Flux<ServerSentEvent<JsonNode>> exchange(boolean streaming) {
		WebClient client = WebClient.builder()
			.baseUrl(wire().simulator().baseUrl().toString())
			.defaultHeaders((headers) -> headers.setBearerAuth(Wire.API_KEY))
			.clientConnector(new ReactorClientHttpConnector())
			.build();
		Exchange exchange = new Exchange(new HttpExchange(client, null), MAPPER, Wire.API_KEY, CallerResolver.nobody(),
				new FairConcurrencyLimiter(ConcurrencySettings.defaults()), new RetryPolicy(Wire.attempts(1)),
				new CallObservations(ObservationSettings.defaults(), Set.of(), UnaryOperator.identity()), 1024 * 1024);
		return exchange
			.execute(new Call<>(new Endpoint(HttpMethod.POST, Place.BASE, "/responses"), "deepseek-v4-flash", streaming,
					null, Timeouts.defaults(), (userId) -> "{}", ObservedCall.get("test"),
					(failures) -> new TreeHandler(failures, streaming)))
			.filter((event) -> !KeepAlives.isKeepAlive(event));
	}

	private Answer replay(Body body, byte[] bytes) {
		JsonNode meta = body.meta();
		String recorded = meta.path("response_headers").path("content-type").asString("");
		String contentType = recorded.isEmpty() ? null : recorded;
		RawAnswerBuilder answer = Answer.raw(meta.path("status").asInt(200), contentType);
		TreeSet<Integer> cuts = new TreeSet<>(List.of(bytes.length));
		for (int i = 0; i < PIECES; i++) {
			cuts.add(1 + this.random.nextInt(bytes.length));
		}
		int start = 0;
		for (int end : cuts) {
			answer.write(Arrays.copyOfRange(bytes, start, end));
			start = end;
		}
		return answer.end();
	}

	private static byte[] framed(Body body) {
		if (body.file().endsWith(".sse")) {
			return body.bytes();
		}
		StringBuilder framed = new StringBuilder();
		body.payloads().forEach((json) -> framed.append(Payloads.event(json)));
		return framed.append(Payloads.event("[DONE]")).toString().getBytes(StandardCharsets.UTF_8);
	}

	private static JsonNode data(ServerSentEvent<JsonNode> event) {
		return Objects.requireNonNull(event.data());
	}

	private List<Body> bodies(String kind) {
		return recordings().bodies(kind);
	}

	private Recordings recordings() {
		return Objects.requireNonNull(this.opened);
	}

	private Wire wire() {
		return Objects.requireNonNull(this.wire);
	}

	/**
	 * Reads payloads as they are. A stream is complete with {@code response.completed}.
	 */
	private static final class TreeHandler implements PayloadHandler<JsonNode> {

		private final Failures failures;

		private final boolean streaming;

		private boolean complete;

		TreeHandler(Failures failures, boolean streaming) {
			this.failures = failures;
			this.streaming = streaming;
		}

		@Override
		public JsonNode decode(@Nullable String event, byte[] bytes, int offset, int length) {
			this.complete = !this.streaming || "response.completed".equals(event);
			return MAPPER.readTree(bytes, offset, length);
		}

		@Override
		public boolean isComplete() {
			return this.complete;
		}

		@Override
		public boolean isTerminated() {
			return this.streaming && this.complete;
		}

		@Override
		public DeepSeekException noise(String text) {
			return this.failures.ofText(text);
		}

	}

}
