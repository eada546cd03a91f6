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

package io.github.deepseekspring.observation;

/**
 * Stands for a failure that is not ours, such as one of the application's own beans,
 * whose message may hold the name of a user.
 */
final class ForeignFailure extends RuntimeException {

	private final String type;

	ForeignFailure(Throwable failure) {
		super("The call failed with " + failure.getClass().getName(), null, false, false);
		this.type = failure.getClass().getName();
	}

	/**
	 * Return the type of an exception, or that of the one that it stands for.
	 */
	static String typeOf(Throwable failure) {
		return (failure instanceof ForeignFailure foreign) ? foreign.type : failure.getClass().getName();
	}

}
