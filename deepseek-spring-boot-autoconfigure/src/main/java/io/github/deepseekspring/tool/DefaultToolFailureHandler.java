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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.StringUtils;

/**
 * Tells the model as much of a failure as it may know. Messages of exceptions can hold
 * arguments, which are texts of users, so that the warning has none.
 */
final class DefaultToolFailureHandler implements ToolFailureHandler {

	static final DefaultToolFailureHandler INSTANCE = new DefaultToolFailureHandler();

	static final String NEUTRAL_TEXT = "The tool failed, for a reason that is not told. It has no result.";

	private static final Log logger = LogFactory.getLog(ToolFailureHandler.class);

	private DefaultToolFailureHandler() {
	}

	@Override
	public String handle(ToolCall call, Throwable failure) {
		if (failure instanceof ToolException) {
			String message = failure.getMessage();
			return StringUtils.hasText(message) ? message : NEUTRAL_TEXT;
		}
		if (logger.isDebugEnabled()) {
			logger.debug("The tool '" + call.name() + "' failed", failure);
		}
		logger.warn("The tool '" + call.name() + "' failed with " + failure.getClass().getName() + place(failure)
				+ ". The model was told that it failed, but not why.");
		return NEUTRAL_TEXT;
	}

	private static String place(Throwable failure) {
		StackTraceElement[] trace = failure.getStackTrace();
		return (trace.length > 0) ? " at " + trace[0] : "";
	}

}
