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

package io.github.deepseekspring.simulator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Plays the steps of one answer on its connection. Steps follow each other without ever
 * holding a thread; what comes after a pause runs where the clock runs it.
 */
final class ScriptPlayer {

	private final RecordedRequest request;

	private final RequestLog log;

	private final SimulatorClock clock;

	private final HttpServerResponse response;

	private final Channel channel;

	private final MonoSink<Void> completion;

	private final ChannelFutureListener onClose = (future) -> closed();

	private final AtomicBoolean settled = new AtomicBoolean();

	private volatile boolean gone;

	private final List<Step> steps;

	private final Runnable permit;

	private int position;

	private @Nullable ChannelFuture lastWrite;

	private volatile Runnable cancelTimer = () -> {
	};

	/**
	 * Create a player.
	 * @param request the request that is answered
	 * @param log what to tell about it
	 * @param clock the time that passes between the steps
	 * @param response where the headers go
	 * @param channel where the body goes
	 * @param completion ends the response
	 * @param answer the steps, and what gives the request's place back
	 */
	ScriptPlayer(RecordedRequest request, RequestLog log, SimulatorClock clock, HttpServerResponse response,
			Channel channel, MonoSink<Void> completion, Script answer) {
		this.request = request;
		this.log = log;
		this.clock = clock;
		this.response = response;
		this.channel = channel;
		this.completion = completion;
		this.steps = answer.steps();
		this.permit = answer.permit();
	}

	void play() {
		this.channel.closeFuture().addListener(this.onClose);
		proceed();
	}

	/**
	 * Break the answer off.
	 */
	void abort() {
		if (settle(Outcome.FAULT)) {
			this.gone = true;
			this.channel.close();
		}
	}

	private void proceed() {
		while (!this.gone) {
			Step step = this.steps.get(this.position++);
			settleBeforeLastBytes(step);
			if (!perform(step)) {
				return;
			}
		}
	}

	/**
	 * The client may see the end as soon as the last bytes are sent, so the request must
	 * not count any more by then.
	 */
	private void settleBeforeLastBytes(Step step) {
		boolean sends = step instanceof Step.Write || step instanceof Step.Head;
		if (sends && this.steps.get(this.position) instanceof Step.End end && end.ending() == Step.Ending.CLEAN) {
			settle(end.outcome());
		}
	}

	/**
	 * Do one step.
	 * @return whether the next step may follow at once
	 */
	private boolean perform(Step step) {
		if (step instanceof Step.Pause pause) {
			return !pause(pause.duration(), this::proceed);
		}
		if (step instanceof Step.Head head) {
			send(head);
			return true;
		}
		if (step instanceof Step.Write write) {
			write(write.bytes().get());
			return true;
		}
		if (step instanceof Step.Unframed unframed) {
			this.channel.pipeline()
				.context(NettyPipeline.HttpCodec)
				.writeAndFlush(Unpooled.wrappedBuffer(unframed.bytes()));
			return true;
		}
		if (step instanceof Step.Repeat repeat) {
			repeat(repeat);
			return false;
		}
		end((Step.End) step);
		return false;
	}

	/**
	 * Let time pass, if there is any to pass.
	 * @return whether what follows was put off
	 */
	private boolean pause(Duration duration, Runnable next) {
		if (duration.isZero()) {
			return false;
		}
		this.cancelTimer = this.clock.schedule(duration, this.channel.eventLoop(), next);
		if (this.gone) {
			this.cancelTimer.run();
		}
		return true;
	}

	private void send(Step.Head head) {
		this.log.answering(this.request, head.status());
		this.response.status(head.status());
		this.response.header("x-ds-trace-id", Ids.trace());
		head.headers().forEach(this.response::header);
		if (head.headers().keySet().stream().anyMatch("Content-Length"::equalsIgnoreCase)) {
			this.response.chunkedTransfer(false);
		}
		this.response.sendHeaders().then().onErrorComplete().subscribe();
	}

	private ChannelFuture write(byte[] bytes) {
		ChannelFuture written = this.channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
		this.lastWrite = written;
		return written;
	}

	private void repeat(Step.Repeat repeat) {
		if (this.gone) {
			return;
		}
		ChannelFuture written = write(repeat.bytes());
		if (!pause(repeat.interval(), () -> repeat(repeat))) {
			written.addListener((future) -> repeat(repeat));
		}
	}

	private void end(Step.End end) {
		switch (end.ending()) {
			case CLEAN -> {
				settle(end.outcome());
				this.channel.eventLoop().execute(this.completion::success);
			}
			case CLOSE -> {
				settle(end.outcome());
				afterLastWrite(this.channel::close);
			}
			case RESET -> {
				settle(end.outcome());
				afterLastWrite(this::reset);
			}
			case HANG -> {
			}
		}
	}

	private void afterLastWrite(Runnable action) {
		ChannelFuture written = this.lastWrite;
		if (written != null) {
			written.addListener((future) -> action.run());
		}
		else {
			this.channel.eventLoop().execute(action);
		}
	}

	private void reset() {
		this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
		this.channel.close();
	}

	private void closed() {
		this.gone = true;
		settle(Outcome.CANCELLED_BY_CLIENT);
	}

	private boolean settle(Outcome outcome) {
		if (!this.settled.compareAndSet(false, true)) {
			return false;
		}
		this.cancelTimer.run();
		this.channel.closeFuture().removeListener(this.onClose);
		this.permit.run();
		this.request.end(outcome);
		this.log.ended(this.request);
		return true;
	}

	/**
	 * What to play.
	 *
	 * @param steps the steps
	 * @param permit gives the request's place back
	 */
	record Script(List<Step> steps, Runnable permit) {

	}

}
