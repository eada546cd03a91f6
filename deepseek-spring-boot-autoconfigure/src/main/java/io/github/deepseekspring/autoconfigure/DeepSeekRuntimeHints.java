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

package io.github.deepseekspring.autoconfigure;

import java.util.List;

import io.github.deepseekspring.account.Balance;
import io.github.deepseekspring.account.ModelList;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.MessageRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * {@link RuntimeHintsRegistrar} for the types that Jackson reads and writes for us, and
 * for our files. The types of an application, entities and the arguments and results of
 * tools, are the application's to register.
 */
final class DeepSeekRuntimeHints implements RuntimeHintsRegistrar {

	/**
	 * What is sent, what is received, and what an application stores of a chat.
	 */
	private static final List<Class<?>> ROOTS = List.of(ChatCompletionRequest.class, ChatCompletion.class,
			ChatCompletionChunk.class, Conversation.class, MessageRequest.class, Message.class, MessageEvent.class,
			CompletionRequest.class, Completion.class, ModelList.class, Balance.class);

	/**
	 * The arguments of a tool that come in pieces, and the objects around entities that
	 * are no objects in JSON.
	 */
	private static final List<String> HIDDEN_ROOTS = List.of("io.github.deepseekspring.messages.ToolInput",
			"io.github.deepseekspring.structured.EntityType$Items",
			"io.github.deepseekspring.structured.EntityType$Value");

	/**
	 * The texts of the library that checks schemas. It brings hints for its files, but a
	 * bundle needs one of its own.
	 */
	private static final String SCHEMA_MESSAGES = "jsv-messages";

	/**
	 * What Redis runs for the instances that share a limit.
	 */
	private static final String SCRIPTS = "io/github/deepseekspring/concurrency/redis/*.lua";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		JacksonTypes types = new JacksonTypes();
		ROOTS.forEach(types::add);
		HIDDEN_ROOTS.forEach((name) -> types.add(ClassUtils.resolveClassName(name, classLoader)));
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(),
				types.types().toArray(Class<?>[]::new));
		types.helpers()
			.forEach((helper) -> hints.reflection().registerType(helper, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
		hints.resources().registerResourceBundle(SCHEMA_MESSAGES);
		hints.resources().registerPattern(SCRIPTS);
	}

}
