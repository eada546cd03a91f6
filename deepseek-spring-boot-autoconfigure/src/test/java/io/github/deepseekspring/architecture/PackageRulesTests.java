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

import java.util.List;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom.
 */
class PackageRulesTests {

	private static final String ROOT = ImportedClasses.ROOT_PACKAGE;

	private static final String SIMULATOR = "simulator";

	private static final String AUTOCONFIGURE = "autoconfigure";

	/**
	 * Lowest first. Packages in one row may know each other in one direction, which the
	 * rule about cycles sees to.
	 */
	private static final List<Set<String>> ORDER = List.of(Set.of(""), Set.of("user"), Set.of("wire"),
			Set.of("chat", "messages", "completion", "account"), Set.of("concurrency"), Set.of("stream"),
			Set.of("schema"), Set.of("tool", "structured", "token"), Set.of("observation"), Set.of("core"),
			Set.of("springai", "langchain4j"), Set.of("health"), Set.of(AUTOCONFIGURE));

	@Test
	void packagesDependOnlyOnThoseBelowThem() {
		ArchRuleDefinition.classes()
			.should(new ArchCondition<JavaClass>("depend only on packages that come earlier in the order") {

				@Override
				public void check(JavaClass origin, ConditionEvents events) {
					origin.getDirectDependenciesFromSelf().forEach((dependency) -> checkOrder(dependency, events));
				}

			})
			.check(ImportedClasses.MAIN);
	}

	@Test
	void everyPackageHasAPlaceInTheOrder() {
		ArchRuleDefinition.classes()
			.should()
			.resideInAPackage(ROOT + "..")
			.andShould(new ArchCondition<>("have a package that the order names") {

				@Override
				public void check(JavaClass type, ConditionEvents events) {
					events.add(new SimpleConditionEvent(type, rank(type) >= 0, type.getName()));
				}

			})
			.check(ImportedClasses.MAIN);
	}

	@Test
	void packagesFormNoCycle() {
		SlicesRuleDefinition.slices().matching("(**)").should().beFreeOfCycles().check(ImportedClasses.MAIN);
	}

	@Test
	void onlyAutoConfigurationKnowsSpringBoot() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(ROOT + "." + AUTOCONFIGURE + "..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(ImportedClasses.MAIN);
	}

	@Test
	void onlyAutoConfigurationKnowsTheSimulator() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(ROOT + "." + AUTOCONFIGURE + "..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + "." + SIMULATOR + "..")
			.check(ImportedClasses.MAIN);
	}

	@Test
	void onlyAutoConfigurationAndTheStoreInRedisKnowRedis() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages(ROOT + ".concurrency.redis", ROOT + "." + AUTOCONFIGURE + "..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.data.redis..", "io.lettuce..", ROOT + ".concurrency.redis")
			.check(ImportedClasses.MAIN);
	}

	@Test
	void exceptionsOfTheRootPackageDependOnTheJdkOnly() {
		ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ROOT)
			.should()
			.onlyDependOnClassesThat(DescribedPredicate.describe("belong to the JDK, JSpecify or the root package",
					(JavaClass target) -> ROOT.equals(target.getPackageName()) || isJdkType(target)
							|| target.getPackageName().startsWith("org.jspecify.")))
			.check(ImportedClasses.MAIN);
	}

	private static boolean isJdkType(JavaClass type) {
		JavaClass component = type.getBaseComponentType();
		return component.isPrimitive() || component.getPackageName().startsWith("java.")
				|| ROOT.equals(component.getPackageName());
	}

	private static void checkOrder(Dependency dependency, ConditionEvents events) {
		JavaClass target = dependency.getTargetClass().getBaseComponentType();
		if (belongsToTheOrder(target)) {
			boolean allowed = rank(target) <= rank(dependency.getOriginClass());
			events.add(new SimpleConditionEvent(dependency, allowed, dependency.getDescription()));
		}
	}

	private static boolean belongsToTheOrder(JavaClass type) {
		return (type.getPackageName() + ".").startsWith(ROOT + ".") && !SIMULATOR.equals(topPackage(type));
	}

	private static int rank(JavaClass type) {
		String topPackage = topPackage(type);
		for (int rank = 0; rank < ORDER.size(); rank++) {
			if (ORDER.get(rank).contains(topPackage)) {
				return rank;
			}
		}
		return -1;
	}

	private static String topPackage(JavaClass type) {
		String name = type.getPackageName();
		return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", 2)[0];
	}

}
