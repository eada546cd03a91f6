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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Annotation for a Spring test that puts a {@code DeepSeekSimulator} in the place of
 * DeepSeek. The simulator listens on a free port, wins over the application's own key and
 * address, and is a bean that the test can inject to say what it answers and to see what
 * was sent. No API key is needed, and nothing reaches the paid API.
 * <p>
 * Scripts, recorded requests and settings of the account are set back after each test
 * method, unless {@link #reset()} says otherwise. The time of the simulator and the
 * application itself, with what its concurrency limiter has learnt, are not.
 * <p>
 * Test classes whose configuration is the same share one application context and with it
 * one simulator; those that run at the same time must not be among them. An application
 * context of its own brings a simulator of its own. A {@code DeepSeekSimulator} bean of
 * the test, such as one with a clock that is moved by hand, takes the place of the
 * simulator that is made here.
 * <p>
 * It works with {@code @SpringBootTest}, with tests of slices of the application such as
 * {@code @WebFluxTest}, which otherwise have no DeepSeek, and as a meta-annotation. The
 * properties {@code deepseek.enabled}, {@code deepseek.simulator.enabled} and
 * {@code deepseek.simulator.port} are set by it; the others below
 * {@code deepseek.simulator} are free, with no pause between the pieces of an answer by
 * default.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureDeepSeekSimulator {

	/**
	 * When the simulator is set back: scripted answers and faults, recorded requests,
	 * settings of the account and the prompt cache. Answers under way are broken off.
	 * @return when to set it back; after each test method by default
	 */
	SimulatorReset reset() default SimulatorReset.AFTER;

}
