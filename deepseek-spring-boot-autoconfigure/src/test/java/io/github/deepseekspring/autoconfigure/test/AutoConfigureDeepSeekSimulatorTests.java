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

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AutoConfigureDeepSeekSimulator}.
 */
class AutoConfigureDeepSeekSimulatorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Test
	void winsOverTheSettingsOfTheApplication() throws Exception {
		ApplicationContext context = context(SimulatorTestClasses.Configured.class);
		assertThat(ask(context)).isNotBlank();
		assertThat(simulator(context).log().last().header("Authorization")).isEqualTo("Bearer simulated");
		assertThat(simulator(context).port()).isNotEqualTo(1);
	}

	@Test
	void makesNoPausesUnlessTheyAreAskedFor() throws Exception {
		String chunkInterval = "deepseek.simulator.chunk-interval";
		assertThat(context(SimulatorTestClasses.Plain.class).getEnvironment().getProperty(chunkInterval))
			.isEqualTo("0s");
		assertThat(context(SimulatorTestClasses.Configured.class).getEnvironment().getProperty(chunkInterval))
			.isEqualTo("7ms");
	}

	@ParameterizedTest
	@ValueSource(classes = { SimulatorTestClasses.SameAsPlain.class, SimulatorTestClasses.Composed.class,
			SimulatorTestClasses.Plain.InnerTests.class, SimulatorTestClasses.Inherited.class })
	void whenConfigurationIsTheSameThenContextIsShared(Class<?> testClass) throws Exception {
		assertThat(context(testClass)).isSameAs(context(SimulatorTestClasses.Plain.class));
	}

	@Test
	void whenConfigurationDiffersThenEachContextHasItsSimulator() throws Exception {
		ApplicationContext first = context(SimulatorTestClasses.Plain.class);
		ApplicationContext second = context(SimulatorTestClasses.ResetBefore.class);
		simulator(first).enqueue(Answer.text("first"));
		simulator(second).enqueue(Answer.text("second"));
		assertThat(ask(second)).isEqualTo("second");
		assertThat(ask(first)).isEqualTo("first");
		simulator(first).reset();
		assertThat(simulator(second).log().requests()).hasSize(1);
		simulator(second).reset();
	}

	@ParameterizedTest
	@ValueSource(classes = { SimulatorTestClasses.Plain.class, SimulatorTestClasses.Plain.InnerTests.class,
			SimulatorTestClasses.Composed.class, SimulatorTestClasses.Inherited.class,
			SimulatorTestClasses.OwnSimulator.class })
	void setsTheSimulatorBackAfterEachMethod(Class<?> testClass) throws Exception {
		TestRun run = new TestRun(testClass);
		run.begin();
		leaveTraces(run.context());
		run.end();
		assertThatNothingIsLeft(run.context());
	}

	@Test
	void whatIsDoneBeforeTheFirstMethodIsKept() throws Exception {
		TestRun run = new TestRun(SimulatorTestClasses.Plain.class);
		simulator(run.context()).enqueue(Answer.text("prepared"));
		run.begin();
		assertThat(ask(run.context())).isEqualTo("prepared");
		run.end();
	}

	@ParameterizedTest
	@ValueSource(classes = { SimulatorTestClasses.ResetBefore.class, SimulatorTestClasses.ComposedResetBefore.class,
			SimulatorTestClasses.ResetNever.Overriding.class })
	void whenAskedForThenSetsTheSimulatorBackBeforeEachMethod(Class<?> testClass) throws Exception {
		TestRun run = new TestRun(testClass);
		run.begin();
		leaveTraces(run.context());
		run.end();
		assertThat(simulator(run.context()).log().requests()).hasSize(1);
		run.begin();
		assertThatNothingIsLeft(run.context());
		run.end();
	}

	@ParameterizedTest
	@ValueSource(classes = { SimulatorTestClasses.ResetNever.class, SimulatorTestClasses.NotAnnotated.class })
	void whenNotAskedForThenDoesNotSetTheSimulatorBack(Class<?> testClass) throws Exception {
		TestRun run = new TestRun(testClass);
		simulator(run.context()).reset();
		run.begin();
		leaveTraces(run.context());
		run.end();
		run.begin();
		assertThat(simulator(run.context()).log().requests()).hasSize(1);
		assertThat(ask(run.context())).isEqualTo("left");
		run.end();
	}

	@Test
	void whenTheMethodDirtiesTheContextThenTheNextOneHasANewSimulator() throws Exception {
		TestRun run = new TestRun(SimulatorTestClasses.Dirtying.class);
		run.begin();
		DeepSeekSimulator first = simulator(run.context());
		leaveTraces(run.context());
		run.end();
		assertThat(run.manager.getTestContext().hasApplicationContext()).isFalse();
		run.begin();
		assertThat(simulator(run.context())).isNotSameAs(first);
		assertThatNothingIsLeft(run.context());
		run.end();
	}

	@ParameterizedTest
	@ValueSource(classes = { SimulatorTestClasses.Slice.class, SimulatorTestClasses.SliceOfSharedLimits.class,
			SimulatorTestClasses.WithoutBoot.class })
	void whenNothingElseIsConfiguredThenThereIsATemplateAllTheSame(Class<?> testClass) throws Exception {
		assertThat(ask(context(testClass))).isNotBlank();
		assertThat(simulator(context(testClass)).log().requests()).isNotEmpty();
	}

	@Test
	void whenTheModuleIsMissingThenFailsWithAReason() {
		DeepSeekSimulatorContextCustomizerFactory factory = new DeepSeekSimulatorContextCustomizerFactory(
				new FilteredClassLoader("io.github.deepseekspring.simulator"));
		assertThatIllegalStateException()
			.isThrownBy(() -> factory.createContextCustomizer(SimulatorTestClasses.Plain.class, List.of()))
			.withMessageContaining(SimulatorTestClasses.Plain.class.getName())
			.withMessageContaining("io.github.deepseekspring:deepseek-spring-boot-simulator");
		assertThat(factory.createContextCustomizer(SimulatorTestClasses.NotAnnotated.class, List.of())).isNull();
	}

	private static void leaveTraces(ApplicationContext context) {
		DeepSeekSimulator simulator = simulator(context);
		simulator.account().limit("deepseek-flash", 7);
		simulator.answerAll((request) -> Answer.text("left"));
		assertThat(ask(context)).isEqualTo("left");
		simulator.enqueue(Answer.text("left"));
	}

	private static void assertThatNothingIsLeft(ApplicationContext context) {
		DeepSeekSimulator simulator = simulator(context);
		assertThat(simulator.log().requests()).isEmpty();
		assertThat(simulator.account().limit("deepseek-flash")).isEqualTo(2500);
		assertThat(ask(context)).isNotEqualTo("left");
		simulator.reset();
	}

	private static String ask(ApplicationContext context) {
		return context.getBean(DeepSeekOperations.class).prompt("Hello").content().block(TIMEOUT);
	}

	private static DeepSeekSimulator simulator(ApplicationContext context) {
		return context.getBean(DeepSeekSimulator.class);
	}

	private static ApplicationContext context(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext().getApplicationContext();
	}

	/**
	 * Runs methods of a test class as a test framework would.
	 */
	static final class TestRun {

		private final TestContextManager manager;

		private final Object test = new Object();

		TestRun(Class<?> testClass) {
			this.manager = new TestContextManager(testClass);
		}

		void begin() throws Exception {
			this.manager.prepareTestInstance(this.test);
			this.manager.beforeTestMethod(this.test, method());
		}

		void end() throws Exception {
			this.manager.afterTestMethod(this.test, method(), null);
		}

		ApplicationContext context() {
			return this.manager.getTestContext().getApplicationContext();
		}

		private static Method method() throws NoSuchMethodException {
			return Object.class.getMethod("toString");
		}

	}

}
