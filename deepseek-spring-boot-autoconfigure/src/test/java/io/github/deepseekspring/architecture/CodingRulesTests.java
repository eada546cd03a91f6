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

package io.github.deepseekspring.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How code and tests are written.
 */
class CodingRulesTests {

	private static final int MAX_LINES = 300;

	/**
	 * Events are made from what came over the wire, they are never read from it.
	 */
	private static final String EVENT = ImportedClasses.ROOT_PACKAGE + ".chat.ChatEvent";

	@Test
	void recordsOfTheWireHaveNoPrimitiveComponents() {
		ArchRuleDefinition.fields()
			.that()
			.areDeclaredInClassesThat(DescribedPredicate.describe("are records", JavaClass::isRecord))
			.and()
			.areDeclaredInClassesThat()
			.areNotAssignableTo(EVENT)
			.and()
			.areDeclaredInClassesThat()
			.resideInAnyPackage("..chat", "..messages..", "..completion..", "..account..")
			.and()
			.doNotHaveModifier(JavaModifier.STATIC)
			.should()
			.notHaveRawType(DescribedPredicate.describe("primitive", JavaClass::isPrimitive))
			.allowEmptyShould(true)
			.check(ImportedClasses.MAIN);
	}

	@Test
	void nothingUsesJavaUtilLogging() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("java.util.logging..");
		rule.check(ImportedClasses.MAIN);
		rule.check(ImportedClasses.TESTS);
	}

	@Test
	void nothingWritesToTheConsole() {
		GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(ImportedClasses.MAIN);
	}

	@Test
	void nothingSleeps() {
		ArchRule rule = ArchRuleDefinition.noClasses().should().callMethodWhere(call("sleeps", Thread.class, "sleep"));
		rule.check(ImportedClasses.MAIN);
		rule.check(ImportedClasses.TESTS);
	}

	@Test
	void testsDoNotWaitForEverForAStream() {
		DescribedPredicate<JavaCall<?>> unbounded = call("verifies without a limit of time", StepVerifier.class,
				"verify", "verifyThenAssertThat", "verifyComplete", "verifyError", "verifyErrorMatches",
				"verifyErrorMessage", "verifyErrorSatisfies")
			.and(DescribedPredicate.describe("takes no duration",
					(JavaCall<?> call) -> call.getTarget()
						.getRawParameterTypes()
						.stream()
						.noneMatch((type) -> type.isEquivalentTo(Duration.class))));
		ArchRuleDefinition.noClasses().should().callMethodWhere(unbounded).check(ImportedClasses.TESTS);
	}

	@Test
	void mainSourceFilesStayShort() throws IOException {
		try (Stream<Path> files = Files.walk(rootDirectory())) {
			List<String> tooLong = files.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> file.toString().replace('\\', '/').contains("/src/main/java/"))
				.filter((file) -> numberOfLines(file) > MAX_LINES)
				.map((file) -> file.getFileName() + " has " + numberOfLines(file) + " lines")
				.toList();
			assertThat(tooLong).as("main source files of more than %d lines", MAX_LINES).isEmpty();
		}
	}

	private static DescribedPredicate<JavaCall<?>> call(String description, Class<?> owner, String... methods) {
		return DescribedPredicate.describe(description,
				(JavaCall<?> call) -> isOrIsNestedIn(call.getTargetOwner(), owner)
						&& List.of(methods).contains(call.getName()));
	}

	private static boolean isOrIsNestedIn(JavaClass type, Class<?> owner) {
		return type.getName().equals(owner.getName()) || type.getName().startsWith(owner.getName() + "$");
	}

	private static Path rootDirectory() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.isDirectory(directory.resolve(".mvn"))) {
			directory = directory.getParent();
		}
		return directory;
	}

	private static long numberOfLines(Path file) {
		try (Stream<String> lines = Files.lines(file)) {
			return lines.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
