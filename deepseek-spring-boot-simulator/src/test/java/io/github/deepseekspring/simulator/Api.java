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

/**
 * The APIs that a model answers through.
 */
enum Api {

	CHAT(Http.CHAT, "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]", "\"finish_reason\":\"stop\"",
			"data: [DONE]"),

	MESSAGES(Http.MESSAGES, "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]", "\"stop_reason\":\"end_turn\"",
			"data: {\"type\":\"message_stop\"}"),

	FIM(Http.FIM, "\"prompt\":\"Hi\"", "\"finish_reason\":\"stop\"", "data: [DONE]");

	private final String path;

	private final String question;

	private final String finish;

	private final String done;

	Api(String path, String question, String finish, String done) {
		this.path = path;
		this.question = question;
		this.finish = finish;
		this.done = done;
	}

	String path() {
		return this.path;
	}

	/**
	 * Return a question whose answer streams.
	 */
	String body() {
		return "{\"model\":\"deepseek-flash\",\"stream\":true," + this.question + "}";
	}

	/**
	 * Return a question whose answer comes as a whole.
	 */
	String wholeBody() {
		return "{\"model\":\"deepseek-flash\"," + this.question + "}";
	}

	int chunksBeforeText() {
		return (this == FIM) ? 0 : 1;
	}

	/**
	 * Return what tells in a stream why the answer ends.
	 */
	String finish() {
		return this.finish;
	}

	/**
	 * Return the end marker of a stream, without its blank line.
	 */
	String done() {
		return this.done;
	}

}
