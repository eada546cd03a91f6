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

package io.github.deepseekspring.samples.chat.simulation;

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.RecordedRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the simulated model says: to the questions that the page suggests, and to those of
 * a burst. All others are left to the simulator.
 */
final class SimulatedAnswers {

	/** What the questions of a burst are. */
	static final String BURST = "Name one more fact.";

	static final Suggestion QUEUE = new Suggestion("Wait in DeepSeek's queue", "How long is the queue today?");

	static final Suggestion STALL = new Suggestion("Be left waiting", "Tell me a story without an end.");

	static final Suggestion REFUSAL = new Suggestion("Be refused", "Say something forbidden.");

	static final Suggestion SCRIPT = new Suggestion("Try to break the page", "Run a script in my browser.");

	static final List<Suggestion> SUGGESTIONS = List.of(QUEUE, STALL, REFUSAL, SCRIPT);

	private static final String SKY = """
			The sky is blue because **air scatters blue light more than red light**.

			1. Sunlight holds all colours.
			2. The molecules of the air are much smaller than the wavelength of light. They scatter it by \
			*Rayleigh's law*: the intensity goes with `1/λ⁴`.
			3. Blue light (450 nm) is scattered about **four times** as much as red light (650 nm), and reaches \
			your eyes from everywhere.

			> At sunset, light comes a longer way through the air. Most of the blue is gone by then.
			""";

	private static final String PROTOCOLS = """
			| | TCP | UDP |
			|---|---|---|
			| Connection | set up first | none |
			| Order | kept | not kept |
			| Loss | sent again | up to you |
			| Header | 20 bytes or more | 8 bytes |
			| Used by | HTTP/1.1, HTTP/2, SSH | DNS, HTTP/3, games |

			**Rule of thumb:** take TCP, unless old data is worth less than new data.
			""";

	private static final String CONTROLLER = """
			This controller streams an answer to the browser:

			```java
			@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
			Flux<String> stream(@RequestParam String question) {
				return this.deepSeek.prompt(question).stream().content();
			}
			```

			- Nothing is sent before somebody subscribes.
			- When the browser goes away, the call to DeepSeek is cancelled.
			""";

	private static final String BROKEN = """
			Here is what you asked for: a script, an image that fails, and a link that runs code.

			<script>document.title = "taken over"</script>

			<img src="/missing.png" onerror="document.title = 'taken over'">

			[A harmless link](javascript:document.title='taken%20over')

			Nothing of it has run. HTML is shown as text, the link leads nowhere, and the browser takes scripts \
			from this application only.
			""";

	private static final String WAITED = "**Not long any more:** it is your turn. Until now the connection was kept "
			+ "open by keep-alives, which are no data and no reason to give up.";

	private static final String STORY = "Once upon a time there was a model that thought about the end of its story, "
			+ "and thought, and thought, and";

	private static final String FACT = "An octopus has three hearts, and the largest of them rests while it swims.";

	private final JsonMapper mapper = new JsonMapper();

	Answer answer(RecordedRequest request) {
		JsonNode messages = request.json().path("messages");
		JsonNode last = messages.path(messages.size() - 1);
		String text = last.path("content").asString("");
		return "tool".equals(last.path("role").asString("")) ? answerWith(text) : answerTo(text);
	}

	private Answer answerWith(String toolResult) {
		if (!toolResult.startsWith("{")) {
			return Answer.generated();
		}
		JsonNode clock = this.mapper.readTree(toolResult);
		String time = clock.path("time").asString("");
		return Answer.reasoning("The clock says: " + time + ". I can answer now.")
			.text("In the time zone `" + clock.path("zone").asString("") + "` it is **" + time + "**.")
			.queuedFor(Duration.ZERO);
	}

	private static Answer answerTo(String question) {
		return switch (question) {
			case "Why is the sky blue?" ->
				Answer.reasoning("A classic. Rayleigh scattering is the reason. I should name the law, compare two "
						+ "wavelengths, and say why a sunset is red.")
					.text(SKY);
			case "Compare TCP and UDP in a table." ->
				Answer.reasoning("Connection, order, loss, header, use: five rows will do.").text(PROTOCOLS);
			case "Show a reactive controller in Java." ->
				Answer.reasoning("A short method with server-sent events, and two facts about it.").text(CONTROLLER);
			case "What time is it in Tokyo?" ->
				Answer.reasoning("I do not know the time, but there is a clock that I can use.")
					.toolCall("world_clock", "{\"zone\":\"Asia/Tokyo\"}");
			case BURST -> Answer.text(FACT).queuedFor(Duration.ofMillis(200)).chunkInterval(Duration.ofMillis(120));
			default -> answerToSuggestion(question);
		};
	}

	private static Answer answerToSuggestion(String question) {
		if (QUEUE.question().equals(question)) {
			return Answer.text(WAITED).queuedFor(Duration.ofSeconds(8));
		}
		if (STALL.question().equals(question)) {
			return Answer.text(STORY).fault(Fault.stall().beforeFinish());
		}
		if (REFUSAL.question().equals(question)) {
			return Answer.contentRisk();
		}
		return SCRIPT.question().equals(question) ? Answer.text(BROKEN) : Answer.generated();
	}

	/**
	 * A question that the page suggests.
	 *
	 * @param title what there is to be seen
	 * @param question the question
	 */
	record Suggestion(String title, String question) {

	}

}
