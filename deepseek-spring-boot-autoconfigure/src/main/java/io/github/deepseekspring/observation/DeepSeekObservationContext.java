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

package io.github.deepseekspring.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.token.Cost;
import io.github.deepseekspring.token.TokenUsage;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What is known of one call to DeepSeek while it runs and when it ends. Filled in on the
 * way by the client alone, and readable by any thread. Conventions and handlers read it;
 * neither finds an API key, a user id or, unless content is recorded, a text in it.
 *
 * @since 0.1.0
 */
public final class DeepSeekObservationContext extends Observation.Context {

	private final ObservedRequest request;

	private final boolean nested;

	private final List<String> finishReasons = new ArrayList<>(1);

	private volatile @Nullable String responseId;

	private volatile @Nullable String responseModel;

	private volatile @Nullable String traceId;

	private volatile @Nullable TokenUsage usage;

	private volatile int reasoningTokens;

	private volatile @Nullable Cost cost;

	private volatile @Nullable Duration timeToFirstToken;

	private volatile @Nullable Duration queueWait;

	private volatile long keepAlives;

	private volatile int retries;

	private volatile @Nullable CallOutcome outcome;

	private volatile @Nullable String inputMessages;

	private volatile @Nullable String outputMessages;

	/**
	 * Create the context of a call that has not begun.
	 * @param request what may be told of the request
	 * @param nested whether the call is made by a model of another framework, whose own
	 * observation is the direct parent and tells the tokens already
	 */
	public DeepSeekObservationContext(ObservedRequest request, boolean nested) {
		Assert.notNull(request, "'request' must not be null");
		this.request = request;
		this.nested = nested;
	}

	/**
	 * Return what may be told of the request.
	 * @return the request
	 */
	public ObservedRequest getRequest() {
		return this.request;
	}

	/**
	 * Return whether the direct parent is the observation of another framework that tells
	 * the tokens of this call already.
	 * @return {@code true} if the call must not be counted again
	 */
	public boolean isNested() {
		return this.nested;
	}

	/**
	 * Return why the choices of the answer ended, in the order in which they did.
	 * @return the reasons so far; empty when none was told
	 */
	public List<String> getFinishReasons() {
		synchronized (this.finishReasons) {
			return List.copyOf(this.finishReasons);
		}
	}

	void addFinishReason(String reason) {
		synchronized (this.finishReasons) {
			this.finishReasons.add(reason);
		}
	}

	/**
	 * Return the id of the answer.
	 * @return the id, or {@code null} when none was told
	 */
	public @Nullable String getResponseId() {
		return this.responseId;
	}

	/**
	 * Return the model that has answered.
	 * @return the name that the answer tells, or {@code null} when none was told
	 */
	public @Nullable String getResponseModel() {
		return this.responseModel;
	}

	/**
	 * Note who answers. The first that is told counts.
	 */
	void answeredBy(@Nullable String id, @Nullable String model) {
		if (this.responseId == null) {
			this.responseId = id;
		}
		if (this.responseModel == null) {
			this.responseModel = model;
		}
	}

	/**
	 * Return the server's trace id of the last attempt, which DeepSeek's support asks
	 * for.
	 * @return the id, or {@code null} without an answer
	 */
	public @Nullable String getTraceId() {
		return this.traceId;
	}

	void setTraceId(@Nullable String traceId) {
		this.traceId = traceId;
	}

	/**
	 * Return the tokens of the call.
	 * @return the tokens, or {@code null} when the server has not told them (yet)
	 */
	public @Nullable TokenUsage getUsage() {
		return this.usage;
	}

	/**
	 * Return how many tokens of the answer are reasoning.
	 * @return the tokens, at least 0; 0 also when the server has not told them
	 */
	public int getReasoningTokens() {
		return this.reasoningTokens;
	}

	void setUsage(TokenUsage usage, int reasoningTokens) {
		this.usage = usage;
		this.reasoningTokens = reasoningTokens;
	}

	/**
	 * Return what the call has cost, by the tokens and the model that were told.
	 * @return the cost, or {@code null} when the tokens or the price are not known, and
	 * before the end
	 */
	public @Nullable Cost getCost() {
		return this.cost;
	}

	void setCost(@Nullable Cost cost) {
		this.cost = cost;
	}

	/**
	 * Return how long the first token of a streamed answer took, from the beginning of
	 * the call: the wait for a slot and the attempts before are part of it.
	 * @return the time, or {@code null} before the first token and for an answer that is
	 * not streamed
	 */
	public @Nullable Duration getTimeToFirstToken() {
		return this.timeToFirstToken;
	}

	void setTimeToFirstToken(Duration timeToFirstToken) {
		this.timeToFirstToken = timeToFirstToken;
	}

	/**
	 * Return how long the call waited for a free slot before it was sent for the first
	 * time, or until it was given up.
	 * @return the time, or {@code null} while it waits and for a call that needs no slot
	 */
	public @Nullable Duration getQueueWait() {
		return this.queueWait;
	}

	void setQueueWait(Duration queueWait) {
		this.queueWait = queueWait;
	}

	/**
	 * Return how many keep-alives came in all attempts.
	 * @return the count at the end of the call, 0 before
	 */
	public long getKeepAlives() {
		return this.keepAlives;
	}

	void setKeepAlives(long keepAlives) {
		this.keepAlives = keepAlives;
	}

	/**
	 * Return how often the request was sent again, be it after a failure or after a 429.
	 * @return the count so far, 0 for a call that was sent once or not at all
	 */
	public int getRetries() {
		return this.retries;
	}

	void setRetries(int retries) {
		this.retries = retries;
	}

	/**
	 * Return how the call has ended.
	 * @return the outcome, or {@code null} before the end
	 */
	public @Nullable CallOutcome getOutcome() {
		return this.outcome;
	}

	void setOutcome(CallOutcome outcome) {
		this.outcome = outcome;
	}

	/**
	 * Return the text of the request, if content is recorded.
	 * @return the JSON, cut when it is long, or {@code null}
	 */
	public @Nullable String getInputMessages() {
		return this.inputMessages;
	}

	void setInputMessages(@Nullable String inputMessages) {
		this.inputMessages = inputMessages;
	}

	/**
	 * Return the text of the answer, if content is recorded.
	 * @return the JSON, cut when it is long, or {@code null}, also before the end
	 */
	public @Nullable String getOutputMessages() {
		return this.outputMessages;
	}

	void setOutputMessages(@Nullable String outputMessages) {
		this.outputMessages = outputMessages;
	}

}
