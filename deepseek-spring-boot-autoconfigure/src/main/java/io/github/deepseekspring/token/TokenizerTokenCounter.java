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

package io.github.deepseekspring.token;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Counts tokens exactly, with the tokenizer of the model: a {@code tokenizer.json} in the
 * format of Hugging Face, and the library {@code ai.djl.huggingface:tokenizers} on the
 * class path.
 * <p>
 * Counting is work for the processor and blocks nothing: some milliseconds for a page of
 * text, about a tenth of a second for 20,000 tokens. Any number of threads may count at
 * the same time. Loading reads the file and unpacks a native library, so it does block.
 * It goes to no network: the library's telemetry and downloads are off while it loads.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/token_usage">Token and token
 * usage</a>
 */
public final class TokenizerTokenCounter implements TokenCounter, AutoCloseable {

	private static final String OFFLINE = "ai.djl.offline";

	private static final String NO_TELEMETRY = "OPT_OUT_TRACKING";

	private static final Map<String, String> OPTIONS = Map.of("addSpecialTokens", "false", "truncation", "false",
			"padding", "false");

	private final HuggingFaceTokenizer tokenizer;

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Who needs the tokenizer: its owner, and everybody who is counting.
	 */
	private final AtomicInteger users = new AtomicInteger(1);

	private TokenizerTokenCounter(HuggingFaceTokenizer tokenizer) {
		this.tokenizer = tokenizer;
	}

	/**
	 * Load a tokenizer. This blocks.
	 * @param tokenizer the content of a {@code tokenizer.json}; it is not closed
	 * @return the counter, which has to be closed
	 * @throws IOException if the content cannot be read
	 * @throws IllegalArgumentException if it is no {@code tokenizer.json}
	 * @throws IllegalStateException if there is no native library for this machine
	 */
	public static TokenizerTokenCounter load(InputStream tokenizer) throws IOException {
		Assert.notNull(tokenizer, "'tokenizer' must not be null");
		try {
			return new TokenizerTokenCounter(loadOffline(tokenizer));
		}
		catch (EngineException | UnsatisfiedLinkError ex) {
			throw new IllegalStateException("The native library of ai.djl.huggingface:tokenizers cannot be loaded", ex);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("It is not a tokenizer.json in the format of Hugging Face", ex);
		}
	}

	/**
	 * The library reports to its makers on some machines, and downloads another native
	 * library on others, unless system properties forbid it.
	 */
	private static synchronized HuggingFaceTokenizer loadOffline(InputStream tokenizer) throws IOException {
		String offline = System.getProperty(OFFLINE);
		String noTelemetry = System.getProperty(NO_TELEMETRY);
		System.setProperty(OFFLINE, "true");
		System.setProperty(NO_TELEMETRY, "true");
		try {
			return HuggingFaceTokenizer.newInstance(tokenizer, OPTIONS);
		}
		finally {
			restore(OFFLINE, offline);
			restore(NO_TELEMETRY, noTelemetry);
		}
	}

	private static void restore(String property, @Nullable String value) {
		if (value != null) {
			System.setProperty(property, value);
		}
		else {
			System.clearProperty(property);
		}
	}

	/**
	 * Count the tokens of a text by itself.
	 * @param text the text
	 * @return the number of tokens, 0 for an empty text
	 * @throws IllegalStateException if the counter is closed
	 */
	@Override
	public int count(String text) {
		return ids(text).length;
	}

	long[] ids(String text) {
		Assert.notNull(text, "'text' must not be null");
		acquire();
		try {
			return this.tokenizer.encode(text, false, false).getIds();
		}
		finally {
			release();
		}
	}

	/**
	 * The memory of the tokenizer is the native library's, and must not be freed while
	 * somebody counts.
	 */
	private void acquire() {
		boolean open = !this.closed.get() && this.users.getAndUpdate((count) -> (count > 0) ? count + 1 : 0) > 0;
		Assert.state(open, "The token counter is closed");
	}

	private void release() {
		if (this.users.decrementAndGet() == 0) {
			this.tokenizer.close();
		}
	}

	/**
	 * Free the tokenizer as soon as nobody counts any more.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			release();
		}
	}

}
