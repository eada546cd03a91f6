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

package io.github.deepseekspring.simulator;

import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of DeepSeek's models.
 *
 * @see <a href="https://api-docs.deepseek.com/quick_start/pricing">Models and pricing</a>
 */
final class Models {

	static final String FLASH = "deepseek-flash";

	static final String PRO = "deepseek-v4-pro";

	private static final Set<String> FLASH_ALIASES = Set.of("deepseek-v4-flash", "deepseek-v4-flash-vision-exp");

	private Models() {
	}

	/**
	 * Return the model that answers for a name.
	 * @param model the name or alias that was asked for
	 * @return the name that the answer carries and that the limit belongs to
	 */
	static String served(String model) {
		return (FLASH_ALIASES.contains(model)) ? FLASH : model;
	}

	/**
	 * Return whether a model understands images. Models that a test made up do.
	 */
	static boolean seesImages(String model) {
		return !PRO.equals(model);
	}

	/**
	 * Describe a model as the list of models does.
	 */
	static void describe(String model, ObjectNode node) {
		node.put("id", model)
			.put("object", "model")
			.put("owned_by", "deepseek")
			.put("name", name(model))
			.put("context_window", 1_048_576)
			.put("max_output_tokens", 393_216);
		node.putArray("input_modalities").add("text");
		if (seesImages(model)) {
			node.withArray("input_modalities").add("image");
		}
		node.putArray("output_modalities").add("text");
		ObjectNode effort = node.putObject("effort");
		effort.putArray("supported_levels").add("low").add("high").add("max");
		effort.put("default_level", "high");
		node.putObject("api_capabilities").putObject("anthropic_messages").put("system_prompt_update", "in-history");
	}

	private static String name(String model) {
		return switch (model) {
			case FLASH -> "DeepSeek-V4.1-Flash";
			case PRO -> "DeepSeek-V4-Pro";
			default -> model;
		};
	}

}
