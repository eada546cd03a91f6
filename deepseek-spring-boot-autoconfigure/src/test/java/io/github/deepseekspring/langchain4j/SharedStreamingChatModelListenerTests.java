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

import java.util.List;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;

/**
 * The tests that LangChain4j has for the listeners of every {@link StreamingChatModel}.
 */
@Timeout(60)
class SharedStreamingChatModelListenerTests extends AbstractStreamingChatModelListenerIT {

	@AutoClose
	private final SimulatedModel simulated = new SimulatedModel();

	@Override
	protected StreamingChatModel createModel(ChatModelListener listener) {
		return model(SimulatedModel.KEY, listener);
	}

	@Override
	protected StreamingChatModel createFailingModel(ChatModelListener listener) {
		return model("sk-wrong", listener);
	}

	private StreamingChatModel model(String apiKey, ChatModelListener listener) {
		return DeepSeekStreamingChatModel.builder(this.simulated.template(apiKey))
			.defaultRequestParameters(DeepSeekChatRequestParameters.builder()
				.modelName(modelName())
				.temperature(temperature())
				.topP(topP())
				.maxOutputTokens(maxTokens())
				.build())
			.listeners(List.of(listener))
			.build();
	}

	@Override
	protected String modelName() {
		return "deepseek-v4-pro";
	}

	@Override
	protected Class<? extends Exception> expectedExceptionClass() {
		return AuthenticationException.class;
	}

}
