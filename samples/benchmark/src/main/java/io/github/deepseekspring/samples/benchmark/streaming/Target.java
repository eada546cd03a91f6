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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a client may cost at the most.
 *
 * @param client the client
 * @param perFlush with as many chunks at a time
 * @param of the client whose CPU time is compared with, or {@code null} for bytes
 * @param max the share of its CPU time, or the bytes per chunk
 */
record Target(String client, int perFlush, @Nullable String of, double max) {

	private static final List<Target> ALL = List.of(new Target("bare", 1, "webclient", 0.27),
			new Target("bare", 1, "spring-ai", 0.18), new Target("bare", 1, "raw-jackson", 0.7),
			new Target("bare", 1, "raw", 1.3), new Target("bare", 1, null, 1100),
			new Target("bare", 50, "webclient", 0.2), new Target("bare", 50, "spring-ai", 0.1),
			new Target("bare", 50, null, 1100), new Target("template", 1, "bare", 1.15),
			new Target("template", 50, "bare", 1.15));

	/**
	 * Return the targets of a client.
	 */
	static List<Target> of(String client, int perFlush) {
		return ALL.stream().filter((target) -> target.client.equals(client) && target.perFlush == perFlush).toList();
	}

	/**
	 * Return whether it is met, or {@code null} if what it compares with was not
	 * measured.
	 */
	@Nullable Boolean isMet(Results results) {
		if (this.of == null) {
			return results.bytes(this.client).median() <= this.max;
		}
		Range share = results.share(this.client, this.of);
		return (share != null) ? share.median() <= this.max : null;
	}

	@Override
	public String toString() {
		return (this.of != null) ? String.format(Locale.ROOT, "<= %.2f of %s", this.max, this.of)
				: String.format(Locale.ROOT, "<= %.0f B", this.max);
	}

}
