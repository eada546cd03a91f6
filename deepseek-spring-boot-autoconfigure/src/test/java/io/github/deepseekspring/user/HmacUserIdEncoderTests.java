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

package io.github.deepseekspring.user;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HmacUserIdEncoder}.
 */
class HmacUserIdEncoderTests {

	private static final String SECRET = "a secret of the test";

	private final HmacUserIdEncoder encoder = HmacUserIdEncoder.withSecret(SECRET);

	@Test
	void encodesThePublishedTestVector() {
		byte[] expected = HexFormat.of().parseHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
		UserId userId = HmacUserIdEncoder.withSecret("Jefe").encode("what do ya want for nothing?");
		assertThat(Base64.getUrlDecoder().decode(userId.value())).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "alice", "alice@example.com", "爱丽丝", "\uD83D\uDE00", " ", "a\u0000b" })
	void encodesAnyNameAsFortyThreeAllowedCharacters(String name) throws Exception {
		UserId userId = this.encoder.encode(name);
		assertThat(userId.value()).matches("[a-zA-Z0-9_-]{43}").isEqualTo(hmac(SECRET, name));
		assertThat(this.encoder.encode(name)).isEqualTo(userId);
	}

	@Test
	void encodesAVeryLongName() throws Exception {
		String name = "n".repeat(100_000);
		assertThat(this.encoder.encode(name).value()).isEqualTo(hmac(SECRET, name));
	}

	@Test
	void keepsNamesAndKeysApart() {
		assertThat(this.encoder.encode("alice")).isNotEqualTo(this.encoder.encode("Alice"));
		assertThat(HmacUserIdEncoder.withSecret("another").encode("alice")).isNotEqualTo(this.encoder.encode("alice"));
	}

	@Test
	void derivesAKeyThatIsNotTheApiKey() {
		UserId derived = HmacUserIdEncoder.derivedFromApiKey("sk-test").encode("alice");
		assertThat(derived).isEqualTo(HmacUserIdEncoder.derivedFromApiKey("sk-test").encode("alice"))
			.isNotEqualTo(HmacUserIdEncoder.withSecret("sk-test").encode("alice"))
			.isNotEqualTo(HmacUserIdEncoder.derivedFromApiKey("sk-other").encode("alice"));
	}

	@Test
	void keepsTheIdsOfEarlierVersions() {
		assertThat(HmacUserIdEncoder.withSecret(SECRET).encode("alice").value())
			.isEqualTo("fppF486zJrxpyjN8R-Wxn3_vPauxd6zS8YaevZvugpc");
		assertThat(HmacUserIdEncoder.derivedFromApiKey("sk-test").encode("alice").value())
			.isEqualTo("wBTUJlpTtIRZDzeE1tbWKtCd5EcLACiHjo8VOnMyHg0");
	}

	@Test
	void encodesOnManyThreadsAtOnce() throws Exception {
		List<String> expected = List.of(hmac(SECRET, "user-0"), hmac(SECRET, "user-1"), hmac(SECRET, "user-2"));
		boolean allRight = IntStream.range(0, 100_000)
			.parallel()
			.allMatch((i) -> this.encoder.encode("user-" + (i % 3)).value().equals(expected.get(i % 3)));
		assertThat(allRight).isTrue();
	}

	@Test
	void remembersTheIdOfAName() {
		UserId first = this.encoder.encode("alice");
		assertThat(this.encoder.encode(new String("alice"))).isSameAs(first);
		assertThat(HmacUserIdEncoder.withSecret(SECRET).encode("alice")).isNotSameAs(first).isEqualTo(first);
	}

	@Test
	void remembersALimitedNumberOfNames() {
		UserId first = this.encoder.encode("user-0");
		UserId second = this.encoder.encode("user-1");
		for (int i = 2; i < HmacUserIdEncoder.MAX_CACHED; i++) {
			this.encoder.encode("user-" + i);
		}
		assertThat(this.encoder.encode("user-0")).isSameAs(first);
		for (int i = 0; i < HmacUserIdEncoder.MAX_CACHED / 2; i++) {
			this.encoder.encode("another-" + i);
		}
		assertThat(this.encoder.encode("user-1")).isNotSameAs(second).isEqualTo(second);
	}

	@Test
	void remembersNoVeryLongNames() {
		String longest = "n".repeat(HmacUserIdEncoder.MAX_CACHED_LENGTH);
		assertThat(this.encoder.encode(longest)).isSameAs(this.encoder.encode(longest));
		String tooLong = longest + "n";
		assertThat(this.encoder.encode(tooLong)).isNotSameAs(this.encoder.encode(tooLong))
			.isEqualTo(this.encoder.encode(tooLong));
	}

	@Test
	void encodesMoreNamesThanItRemembersOnManyThreadsAtOnce() throws Exception {
		int names = 2 * HmacUserIdEncoder.MAX_CACHED;
		Mac mac = mac(SECRET);
		List<String> expected = IntStream.range(0, names).mapToObj((i) -> hmac(mac, "user-" + i)).toList();
		boolean allRight = IntStream.range(0, 5 * names)
			.parallel()
			.allMatch((i) -> this.encoder.encode("user-" + (i % names)).value().equals(expected.get(i % names)));
		assertThat(allRight).isTrue();
	}

	@Test
	void refusesAnEmptyKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> HmacUserIdEncoder.withSecret(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> HmacUserIdEncoder.derivedFromApiKey(""));
	}

	@Test
	void showsNoKey() {
		assertThat(this.encoder.toString()).doesNotContain(SECRET);
	}

	private static String hmac(String key, String name) throws Exception {
		return hmac(mac(key), name);
	}

	private static Mac mac(String key) throws Exception {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		return mac;
	}

	private static String hmac(Mac mac, String name) {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
	}

}
