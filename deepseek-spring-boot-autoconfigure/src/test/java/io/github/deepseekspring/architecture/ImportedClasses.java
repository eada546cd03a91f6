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

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.deepseekspring.DeepSeekException;

/**
 * The classes of this module, read once.
 */
final class ImportedClasses {

	static final String ROOT_PACKAGE = "io.github.deepseekspring";

	static final JavaClasses MAIN = importLocationOf(DeepSeekException.class);

	static final JavaClasses TESTS = importLocationOf(ImportedClasses.class);

	private ImportedClasses() {
	}

	private static JavaClasses importLocationOf(Class<?> type) {
		return new ClassFileImporter().importUrl(type.getProtectionDomain().getCodeSource().getLocation());
	}

}
