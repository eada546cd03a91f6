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

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import io.github.deepseekspring.chat.Thinking;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.mockito.ArgumentMatchers;
import org.mockito.InOrder;
import org.mockito.Mockito;

/**
 * The tests that LangChain4j has for every {@link StreamingChatModel}, with a simulator
 * that answers as a model would.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedStreamingChatModelTests extends AbstractStreamingChatModelIT {

	@AutoClose
	private final SimulatedModel simulated = new SimulatedModel();

	private final StreamingChatModel thinking = model(DeepSeekChatRequestParameters.EMPTY);

	// DeepSeek can be forced to call a tool only while it does not think
	private final StreamingChatModel notThinking = model(
			DeepSeekChatRequestParameters.builder().thinking(Thinking.DISABLED).build());

	// The only model of DeepSeek that sees images
	private final StreamingChatModel seeing = model(
			DeepSeekChatRequestParameters.builder().modelName("deepseek-flash").build());

	private StreamingChatModel model(ChatRequestParameters parameters) {
		return DeepSeekStreamingChatModel.builder(this.simulated.template(SimulatedModel.KEY))
			.defaultRequestParameters(parameters)
			.build();
	}

	@Override
	protected List<StreamingChatModel> models() {
		return List.of(this.thinking, this.notThinking);
	}

	@Override
	protected List<StreamingChatModel> modelsSupportingTools() {
		return List.of(this.notThinking);
	}

	@Override
	protected List<StreamingChatModel> modelsSupportingImageInputs() {
		return List.of(this.seeing);
	}

	@Override
	protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
		return model(parameters);
	}

	@Override
	public StreamingChatModel createModelWith(ChatModelListener listener) {
		return DeepSeekStreamingChatModel.builder(this.simulated.template(SimulatedModel.KEY))
			.listeners(List.of(listener))
			.build();
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
	protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
		return DeepSeekChatResponseMetadata.class;
	}

	@Override
	protected Class<? extends TokenUsage> tokenUsageType(StreamingChatModel model) {
		return DeepSeekTokenUsage.class;
	}

	/**
	 * The shared test waits half a minute for an answer that must not come;
	 * {@code StreamingCallTests} looks at the connection instead.
	 */
	@Override
	protected boolean supportsStreamingCancellation() {
		return false;
	}

	@Override
	protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id) {
		verifyPartial(handler, order, 0, id, "getWeather");
		verifyComplete(handler, order, 0, id, "getWeather", "{\"city\": \"Munich\"}");
	}

	@Override
	protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id1, String id2) {
		verifyPartial(handler, order, 0, id1, "getWeather");
		verifyPartial(handler, order, 1, id2, "getTime");
		verifyComplete(handler, order, 0, id1, "getWeather", "{\"city\": \"Munich\"}");
		verifyComplete(handler, order, 1, id2, "getTime", "{\"country\": \"France\"}");
	}

	private static void verifyPartial(StreamingChatResponseHandler handler, InOrder order, int index, String id,
			String name) {
		order.verify(handler, Mockito.atLeastOnce())
			.onPartialToolCall(
					ArgumentMatchers
						.argThat((call) -> call.index() == index && call.id().equals(id) && call.name().equals(name)),
					ArgumentMatchers.any());
	}

	private static void verifyComplete(StreamingChatResponseHandler handler, InOrder order, int index, String id,
			String name, String arguments) {
		order.verify(handler)
			.onCompleteToolCall(new CompleteToolCall(index,
					ToolExecutionRequest.builder().id(id).name(name).arguments(arguments).build()));
	}

}
