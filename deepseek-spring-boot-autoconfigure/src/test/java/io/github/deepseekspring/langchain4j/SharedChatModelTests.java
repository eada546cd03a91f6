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

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import io.github.deepseekspring.chat.Thinking;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The tests that LangChain4j has for every {@link ChatModel}, with a simulator that
 * answers as a model would. What they ask of a model's wits, such as to choose the right
 * tool, is scripted; none of them is switched off.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedChatModelTests extends AbstractChatModelIT {

	@AutoClose
	private final SimulatedModel simulated = new SimulatedModel();

	private final ChatModel thinking = model(DeepSeekChatRequestParameters.EMPTY);

	// DeepSeek can be forced to call a tool only while it does not think
	private final ChatModel notThinking = model(
			DeepSeekChatRequestParameters.builder().thinking(Thinking.DISABLED).build());

	// The only model of DeepSeek that sees images
	private final ChatModel seeing = model(DeepSeekChatRequestParameters.builder().modelName("deepseek-flash").build());

	private ChatModel model(ChatRequestParameters parameters) {
		return DeepSeekChatModel.builder(this.simulated.template(SimulatedModel.KEY))
			.defaultRequestParameters(parameters)
			.build();
	}

	@Override
	protected List<ChatModel> models() {
		return List.of(this.thinking, this.notThinking);
	}

	@Override
	protected List<ChatModel> modelsSupportingTools() {
		return List.of(this.notThinking);
	}

	@Override
	protected List<ChatModel> modelsSupportingImageInputs() {
		return List.of(this.seeing);
	}

	@Override
	protected ChatModel createModelWith(ChatRequestParameters parameters) {
		return model(parameters);
	}

	@Override
	protected String customModelName() {
		return "deepseek-v4-pro";
	}

	@Override
	protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
		return DeepSeekChatRequestParameters.builder().maxOutputTokens(maxOutputTokens).build();
	}

	@Override
	protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(ChatModel model) {
		return DeepSeekChatResponseMetadata.class;
	}

	@Override
	protected Class<? extends TokenUsage> tokenUsageType(ChatModel model) {
		return DeepSeekTokenUsage.class;
	}

}
