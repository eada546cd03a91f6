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

import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Waits for reactive calls, on platform threads and on virtual ones. What context
 * propagation knows of the calling thread, such as its security context and its
 * observation, belongs to the call wherever it goes on, whatever
 * {@code spring.reactor.context-propagation} says.
 * <p>
 * The failure of a call is thrown as it is, with the stack of the thread that waited as a
 * suppressed exception; a checked one is the cause of what is thrown. An interrupted
 * thread does not wait: the call is cancelled, or not even begun, and a
 * {@link CancellationException} thrown; the thread stays interrupted.
 *
 * @since 0.1.0
 */
public final class BlockingCall {

	private BlockingCall() {
	}

	/**
	 * Make a call and wait for its value.
	 * @param call the call
	 * @param <T> the type of the value
	 * @return the value
	 * @throws IllegalStateException if the thread must not block; nothing is sent
	 * @throws CancellationException if the thread is interrupted
	 * @throws NoSuchElementException if the call ends without a value
	 */
	public static <T> T await(Mono<T> call) {
		Assert.notNull(call, "'call' must not be null");
		requireThreadMayWait();
		requireNotInterrupted();
		CompletableFuture<Signal<T>> outcome = new CompletableFuture<>();
		Disposable running = call.single()
			.contextCapture()
			.materialize()
			.subscribe(outcome::complete, outcome::completeExceptionally);
		try {
			return value(outcome.get());
		}
		catch (InterruptedException ex) {
			running.dispose();
			throw interrupted();
		}
		catch (ExecutionException ex) {
			throw failure((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	/**
	 * A future would take some failures apart, such as those of other futures.
	 */
	private static <T> T value(Signal<T> outcome) {
		T value = outcome.get();
		if (value != null) {
			return value;
		}
		Throwable failure = outcome.getThrowable();
		throw failure((failure != null) ? failure : new NoSuchElementException());
	}

	/**
	 * Return the elements of a call as a stream, which has to be closed. The call is that
	 * of the thread that asks for the stream; it is made when the stream's terminal
	 * operation begins, on whichever thread. A few elements are read ahead, no more:
	 * where they are not taken, the server has to wait. A failure of the call comes
	 * behind the elements before it, from the terminal operation, as do the failures of
	 * {@link #await(Mono)}. Closing the stream before its end cancels the call. So does a
	 * function of the terminal operation that throws.
	 * @param call the call
	 * @param <T> the type of the elements
	 * @return the stream, sequential and ordered
	 */
	public static <T> Stream<T> stream(Flux<T> call) {
		Assert.notNull(call, "'call' must not be null");
		BlockingElements<T> elements = new BlockingElements<>(call);
		return StreamSupport.stream(elements, false).onClose(elements::close);
	}

	static void requireThreadMayWait() {
		Assert.state(!Schedulers.isInNonBlockingThread(),
				() -> "The thread '" + Thread.currentThread().getName() + "' must not wait for an answer, since others "
						+ "depend on it; use DeepSeekOperations there, which does not block");
	}

	static void requireNotInterrupted() {
		if (Thread.currentThread().isInterrupted()) {
			throw new CancellationException("The thread is interrupted, so that nothing was sent");
		}
	}

	static CancellationException interrupted() {
		Thread.currentThread().interrupt();
		return new CancellationException("The thread was interrupted while it waited, so that the call was cancelled");
	}

	static RuntimeException failure(Throwable failure) {
		failure.addSuppressed(new Exception("The thread that waited"));
		if (failure instanceof Error error) {
			throw error;
		}
		return Exceptions.propagate(failure);
	}

}
