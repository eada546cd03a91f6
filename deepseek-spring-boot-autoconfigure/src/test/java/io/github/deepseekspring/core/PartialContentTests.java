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

import java.time.Duration;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.GenerationInterruptedException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RawAnswerBuilder;
import io.github.deepseekspring.stream.Timeouts;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of the text that had arrived when a folded stream failed.
 */
class PartialContentTests {

	@AutoClose
	private final Wire wire = new Wire();

	@Test
	void whenStreamBreaksOffThenTextIsKept() {
		assertKept(TruncatedException.class, begun().end());
	}

	@Test
	void whenStreamStallsThenTextIsKept() {
		assertKept(StalledException.class, begun().hang());
	}

	@Test
	void whenGenerationIsInterruptedThenTextIsKept() {
		assertKept(GenerationInterruptedException.class, begun().event(Payloads.finish("aborted")).end());
	}

	@Test
	void whenErrorComesInsideTheStreamThenTextIsKept() {
		assertKept(ServerException.class, begun().event(Payloads.error("failed", "server_error", "x")).end());
	}

	@Test
	void whenStreamBecomesUnreadableThenTextIsKept() {
		assertKept(MalformedAnswerException.class, begun().event("{broken").end());
	}

	@Test
	void whenAnswerIsWithheldThenItsTextIsToo() {
		this.wire.answer(begun().event(Payloads.finish("content_filter")).end());
		assertThat(failure().getPartialContent()).isNull();
		ContentRejectedException rejected = new ContentRejectedException(CallState.NOT_ANSWERED);
		rejected.initPartialContent("blue");
		assertThat(rejected.getPartialContent()).isNull();
	}

	@Test
	void whenNoTextHadArrivedThenThereIsNone() {
		this.wire.answer(Answer.overloaded(), Answer.raw().end(),
				Answer.raw()
					.event(Payloads.chunk("{\"reasoning_content\":\"hm\",\"content\":\"\"}", null, null))
					.end());
		for (int i = 0; i < 3; i++) {
			assertThat(failure().getPartialContent()).isNull();
		}
	}

	@Test
	void whenStreamIsNotFoldedThenItsSubscriberHasTheText() {
		this.wire.answer(begun().event(Payloads.finish("aborted")).end());
		assertThat(this.wire.failure(true).getPartialContent()).isNull();
	}

	@Test
	void whenSameExceptionComesTwiceThenItsTextStays() {
		DeepSeekException shared = new TruncatedException("cut", null, CallState.NOT_ANSWERED);
		String body = Payloads.event(Payloads.chunk("blue"));
		for (int i = 0; i < 2; i++) {
			DeepSeekTemplate template = Canned.template(Flux.just(Canned.buffer(body)).concatWith(Flux.error(shared)));
			assertThat(Signals.of(template.prompt("Why?").stream().completion()).error()).isSameAs(shared);
			assertThat(shared.getPartialContent()).isEqualTo("blue");
		}
	}

	@Test
	void textIsSetOnceAndNeverShown() {
		DeepSeekException failure = new TruncatedException("cut", null, CallState.NOT_ANSWERED);
		assertThat(failure.initPartialContent("blue sky")).isSameAs(failure);
		assertThat(failure.getPartialContent()).isEqualTo("blue sky");
		assertThat(failure.toString()).doesNotContain("blue");
		assertThatIllegalStateException().isThrownBy(() -> failure.initPartialContent("green sky"))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("blue", "green"));
	}

	private void assertKept(Class<? extends DeepSeekException> type, Answer answer) {
		this.wire.answer(answer);
		DeepSeekException failure = failure();
		assertThat(failure).isExactlyInstanceOf(type).hasMessageNotContaining("blue");
		assertThat(failure.getPartialContent()).isEqualTo("blue sky");
		assertThat(failure.isDelivered()).isTrue();
		assertThat(failure.getTraceId()).isNotEmpty();
	}

	private static RawAnswerBuilder begun() {
		return Answer.raw().event(Payloads.chunk("blue")).event(Payloads.chunk(" sky"));
	}

	private DeepSeekException failure() {
		DeepSeekTemplate template = this.wire.builder()
			.timeouts(Timeouts.defaults().withWireIdle(Duration.ofMillis(300)))
			.build();
		DeepSeekException failure = Signals.of(template.prompt("Why is the sky blue?").stream().completion()).failure();
		if (failure instanceof StalledException stalled) {
			assertThat(stalled.getClock()).isEqualTo(Clock.WIRE_IDLE);
		}
		return failure;
	}

}
