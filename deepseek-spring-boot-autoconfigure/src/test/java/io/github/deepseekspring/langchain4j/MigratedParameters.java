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

package io.github.deepseekspring.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;

/**
 * An example of {@code docs/migrating-from-langchain4j.md}, apart from the others because
 * a message and an annotation of LangChain4j have the same name.
 */
class MigratedParameters {

	ChatResponse report(ChatModel model, String question) {
		return model.chat(ChatRequest.builder()
			.messages(UserMessage.from(question))
			.parameters(DeepSeekChatRequestParameters.builder()
				.modelName("deepseek-v4-pro")
				.userId("nightly-report")
				.build())
			.build());
	}

}
