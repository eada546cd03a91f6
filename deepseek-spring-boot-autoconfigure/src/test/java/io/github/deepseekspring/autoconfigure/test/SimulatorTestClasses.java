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

package io.github.deepseekspring.autoconfigure.test;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.junit.jupiter.api.Nested;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/**
 * Test classes as users write them, without methods.
 */
final class SimulatorTestClasses {

	private SimulatorTestClasses() {
	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureDeepSeekSimulator
	static class Plain {

		@Nested
		class InnerTests {

		}

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureDeepSeekSimulator
	static class SameAsPlain {

	}

	static class Inherited extends Plain {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureDeepSeekSimulator
	@interface SimulatedTest {

		@AliasFor(annotation = AutoConfigureDeepSeekSimulator.class)
		SimulatorReset reset() default SimulatorReset.AFTER;

	}

	@SimulatedTest
	static class Composed {

	}

	@SimulatedTest(reset = SimulatorReset.BEFORE)
	static class ComposedResetBefore {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureDeepSeekSimulator(reset = SimulatorReset.BEFORE)
	static class ResetBefore {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureDeepSeekSimulator(reset = SimulatorReset.NONE)
	static class ResetNever {

		@Nested
		@AutoConfigureDeepSeekSimulator(reset = SimulatorReset.BEFORE)
		class Overriding {

		}

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = { "deepseek.enabled=false", "deepseek.api-key=sk-real",
					"deepseek.base-url=https://deepseek.example", "deepseek.simulator.port=1",
					"deepseek.simulator.chunk-interval=7ms" })
	@AutoConfigureDeepSeekSimulator
	static class Configured {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "deepseek.simulator.enabled=true")
	static class NotAnnotated {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE, properties = "dirty=true")
	@AutoConfigureDeepSeekSimulator
	@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
	static class Dirtying {

	}

	@SpringBootTest(classes = { Application.class, ManualTime.class }, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureDeepSeekSimulator
	static class OwnSimulator {

	}

	@JsonTest
	@AutoConfigureDeepSeekSimulator
	static class Slice {

	}

	@JsonTest(properties = "deepseek.concurrency.shared.type=redis")
	@AutoConfigureDeepSeekSimulator
	static class SliceOfSharedLimits {

	}

	@SpringJUnitConfig(Nothing.class)
	@AutoConfigureDeepSeekSimulator
	static class WithoutBoot {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	@Configuration(proxyBeanMethods = false)
	static class ManualTime {

		@Bean(destroyMethod = "close")
		DeepSeekSimulator simulator() {
			return DeepSeekSimulator.builder().clock(SimulatorClock.manual()).start();
		}

	}

}
