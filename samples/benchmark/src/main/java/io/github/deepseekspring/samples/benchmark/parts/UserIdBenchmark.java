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

package io.github.deepseekspring.samples.benchmark.parts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.deepseekspring.user.HmacUserIdEncoder;
import io.github.deepseekspring.user.UserId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The user id of a name: as anyone would write it, and with our encoder.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UserIdBenchmark {

	private static final String ALGORITHM = "HmacSHA256";

	private static final String SECRET = "a secret of the benchmark";

	private final HmacUserIdEncoder encoder = HmacUserIdEncoder.withSecret(SECRET);

	private final SecretKeySpec key = new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), ALGORITHM);

	@Benchmark
	public UserId plainHmac(ManyUsers users) throws GeneralSecurityException {
		Mac mac = Mac.getInstance(ALGORITHM);
		mac.init(this.key);
		byte[] hash = mac.doFinal(users.next().getBytes(StandardCharsets.UTF_8));
		return UserId.of(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
	}

	@Benchmark
	public UserId firstTime(ManyUsers users) {
		return this.encoder.encode(users.next());
	}

	@Benchmark
	public UserId seenBefore(FewUsers users) {
		return this.encoder.encode(users.next());
	}

	/**
	 * More than the encoder remembers. Each of them is forgotten when its turn comes
	 * again.
	 */
	@State(Scope.Thread)
	public static class ManyUsers {

		private final Names names = new Names(50_000);

		String next() {
			return this.names.next();
		}

	}

	/**
	 * As many as the encoder remembers easily.
	 */
	@State(Scope.Thread)
	public static class FewUsers {

		private final Names names = new Names(1_000);

		String next() {
			return this.names.next();
		}

	}

	/**
	 * Names in turn.
	 */
	private static final class Names {

		private final String[] names;

		private int last;

		private Names(int count) {
			this.names = new String[count];
			for (int i = 0; i < count; i++) {
				this.names[i] = "user-" + i + "@example.com";
			}
		}

		private String next() {
			int next = this.last + 1;
			this.last = (next < this.names.length) ? next : 0;
			return this.names[this.last];
		}

	}

}
