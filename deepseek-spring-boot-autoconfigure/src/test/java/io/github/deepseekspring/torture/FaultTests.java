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

package io.github.deepseekspring.torture;

import java.util.List;

import io.github.deepseekspring.concurrency.redis.RedisLeaseStore;
import io.github.deepseekspring.test.RedisServerProcess;
import io.github.deepseekspring.test.RedisTestConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of every fault of the simulator at every place of every kind of answer.
 */
@ExtendWith(NoLeaks.class)
class FaultTests {

	private static RedisServerProcess redis;

	private static RedisTestConnectionFactory redisConnections;

	@BeforeAll
	static void startRedis() {
		redis = RedisServerProcess.start();
		redisConnections = redis.connectionFactory();
	}

	@AfterAll
	static void stopRedis() {
		redisConnections.destroy();
		redis.close();
	}

	@ParameterizedTest
	@CsvSource({ "1,false", "3,false", "1,true", "3,true" })
	void whateverGoesWrongTheSubscriberIsToldTheTruth(int attempts, boolean shared) {
		List<Mishap> mishaps = Mishap.all();
		List<Rig.Question> questions = mishaps.stream().map(FaultTests::question).toList();
		try (Rig rig = new Rig(attempts, shared ? store() : null)) {
			rig.run(questions);
		}
		for (int i = 0; i < mishaps.size(); i++) {
			Trial trial = questions.get(i).trial();
			assertThat(mishaps.get(i).ends(attempts)).as(trial.toString()).contains(trial.end());
		}
	}

	private static Rig.Question question(Mishap mishap) {
		return new Rig.Question(mishap.api(), new Trial(mishap.toString()), mishap.answer(),
				Mishap.goodAnswer(mishap.api()));
	}

	private static RedisLeaseStore store() {
		return new RedisLeaseStore(new ReactiveStringRedisTemplate(redisConnections), "torture");
	}

}
