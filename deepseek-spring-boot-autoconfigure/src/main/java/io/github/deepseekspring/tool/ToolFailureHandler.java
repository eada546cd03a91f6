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

package io.github.deepseekspring.tool;

import io.github.deepseekspring.chat.ToolCall;

/**
 * Decides what becomes of a tool call that failed: the tool threw an exception or
 * signalled an error, its result cannot be written as JSON, or the model named an unknown
 * tool or wrote wrong arguments, which is a {@link ToolException}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ToolFailureHandler {

	/**
	 * Return the text that the model gets in place of a result. The method may block.
	 * @param call the call that failed
	 * @param failure what it failed with
	 * @return the text for the model; it is sent to DeepSeek
	 * @throws Exception to fail the whole call with that exception; other tools that are
	 * running are cancelled
	 */
	String handle(ToolCall call, Throwable failure) throws Exception;

	/**
	 * Return the default: the model is given the message of a {@link ToolException}. Of
	 * any other failure it is told only that there was one, since messages can hold
	 * secrets; that one is logged as a warning with the exception's type and place, and
	 * as a whole at debug level.
	 * @return the handler
	 */
	static ToolFailureHandler tellModel() {
		return DefaultToolFailureHandler.INSTANCE;
	}

}
