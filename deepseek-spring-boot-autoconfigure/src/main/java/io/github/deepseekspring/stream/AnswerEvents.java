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

package io.github.deepseekspring.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.stream.FrameReader.Frame;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.codec.ServerSentEvent;

/**
 * Turns the frames of one answer into events, and decides whether the answer was complete
 * when its body ends.
 *
 * @param <T> the type of a decoded payload
 */
final class AnswerEvents<T> {

	private static final int MAX_NOISE = 8192;

	private final FrameReader reader;

	private final PayloadHandler<T> handler;

	private final AnswerState state;

	private final AnswerClocks clocks;

	private final boolean knowsKeepAlives;

	private long progress;

	private long keepAliveData;

	private boolean ending;

	private @Nullable ByteArrayOutputStream noise;

	AnswerEvents(FrameReader reader, PayloadHandler<T> handler, AnswerState state, AnswerClocks clocks) {
		this.reader = reader;
		this.handler = handler;
		this.state = state;
		this.clocks = clocks;
		this.knowsKeepAlives = handler.knowsKeepAlives();
	}

	void append(DataBuffer data) {
		if (!mayBringEvents()) {
			collectNoise(data);
			return;
		}
		this.reader.append(data);
		if (this.knowsKeepAlives || !noteProgress()) {
			this.clocks.filler();
		}
	}

	/**
	 * Return the next event of what has arrived.
	 * @return the event, or {@code null} when more has to arrive first or nothing follows
	 */
	@Nullable ServerSentEvent<T> next() {
		while (mayBringEvents()) {
			Frame frame = this.reader.next();
			if (!this.knowsKeepAlives) {
				noteProgress();
			}
			if (frame == Frame.NONE) {
				return null;
			}
			ServerSentEvent<T> event = event(frame);
			if (event != null) {
				return event;
			}
		}
		return null;
	}

	/**
	 * Return the event that the end of the body completes.
	 * @return the event, or {@code null} when there is none
	 */
	@Nullable ServerSentEvent<T> last() {
		Frame frame = mayBringEvents() ? this.reader.end() : Frame.NONE;
		return (frame != Frame.NONE) ? event(frame) : null;
	}

	private @Nullable ServerSentEvent<T> event(Frame frame) {
		return switch (frame) {
			case DATA -> (this.reader.length() > 0) ? data() : keepAlive("");
			case COMMENT -> keepAlive(text());
			case BLANK -> keepAlive("");
			case NOISE -> noise();
			case NONE -> null;
		};
	}

	private @Nullable ServerSentEvent<T> data() {
		T payload = this.handler.decode(this.reader.event(), this.reader.bytes(), this.reader.offset(),
				this.reader.length());
		if (payload == null && this.knowsKeepAlives && !this.handler.isTerminated()) {
			return keepAliveData();
		}
		noteProgress();
		if (this.handler.isComplete() || this.handler.isTerminated()) {
			end();
		}
		if (payload == null) {
			return null;
		}
		ServerSentEvent.Builder<T> event = ServerSentEvent.builder(payload);
		if (this.reader.event() != null) {
			event.event(this.reader.event());
		}
		if (this.reader.id() != null) {
			event.id(this.reader.id());
		}
		Long retry = this.reader.retry();
		if (retry != null) {
			event.retry(Duration.ofMillis(retry));
		}
		return event.build();
	}

	/**
	 * Take back that data has come.
	 */
	private ServerSentEvent<T> keepAliveData() {
		this.keepAliveData += this.reader.progress() - this.progress;
		this.progress = this.reader.progress();
		String name = this.reader.event();
		return keepAlive((name != null) ? name : "");
	}

	private ServerSentEvent<T> keepAlive(String comment) {
		this.state.keepAlive();
		return ServerSentEvent.<T>builder().comment(comment).build();
	}

	/**
	 * Begin to collect what is said instead of an answer, which may come in pieces.
	 */
	private @Nullable ServerSentEvent<T> noise() {
		if (!this.handler.isComplete()) {
			this.noise = new ByteArrayOutputStream();
			this.noise.write(this.reader.bytes(), this.reader.offset(), Math.min(this.reader.length(), MAX_NOISE));
			end();
		}
		return null;
	}

	private void collectNoise(DataBuffer data) {
		if (this.noise != null) {
			byte[] bytes = new byte[Math.min(data.readableByteCount(), MAX_NOISE - this.noise.size())];
			data.read(bytes);
			this.noise.writeBytes(bytes);
		}
	}

	private void end() {
		if (!this.ending) {
			this.ending = true;
			this.clocks.ending();
		}
	}

	private String text() {
		return new String(this.reader.bytes(), this.reader.offset(), this.reader.length(), StandardCharsets.UTF_8);
	}

	private boolean noteProgress() {
		if (this.reader.progress() == this.progress) {
			return false;
		}
		this.progress = this.reader.progress();
		this.clocks.data();
		return true;
	}

	/**
	 * Return whether the rest of the body can still bring events. If not, it is read
	 * whether the subscriber asks for more or not.
	 */
	boolean mayBringEvents() {
		return this.noise == null && !this.handler.isTerminated();
	}

	/**
	 * Return whether the answer can be judged although its body has not ended.
	 */
	boolean isEnding() {
		return this.ending;
	}

	/**
	 * Judge the answer at the end of its body.
	 * @param failure what ended the body, or {@code null} when it ended properly
	 * @return the failure of the answer, or {@code null} when it was complete
	 */
	@Nullable DeepSeekException judge(@Nullable Throwable failure) {
		if (failure instanceof DeepSeekException known) {
			return known;
		}
		if (this.noise != null) {
			return this.handler.noise(this.noise.toString(StandardCharsets.UTF_8));
		}
		if (this.handler.isComplete()) {
			return null;
		}
		if (!hasData(failure)) {
			return new ClosedBeforeInferenceException(this.clocks.waited(), this.state.keepAlives(), failure,
					this.state.callState());
		}
		return new TruncatedException("The answer ended before it was complete", failure, this.state.callState());
	}

	/**
	 * Return whether any data has come. The line in which a connection broke counts too.
	 */
	private boolean hasData(@Nullable Throwable failure) {
		if (failure != null) {
			this.reader.end();
		}
		return this.reader.progress() != this.keepAliveData;
	}

	/**
	 * Say why what has arrived could not be read.
	 * @param failure what reading it ended with
	 * @return the failure of the answer
	 */
	DeepSeekException unreadable(RuntimeException failure) {
		if (failure instanceof DeepSeekException known) {
			return known;
		}
		String problem = (failure instanceof DataBufferLimitException)
				? "The answer does not fit into memory (deepseek.max-in-memory-size)" : "The answer cannot be read";
		return new MalformedAnswerException(problem, null, failure, this.state.callState());
	}

}
