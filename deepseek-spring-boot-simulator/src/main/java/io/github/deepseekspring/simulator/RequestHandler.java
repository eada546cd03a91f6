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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.github.deepseekspring.simulator.ScriptPlayer.Script;
import io.netty.channel.Channel;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Takes each request from the network to the player of its answer.
 */
final class RequestHandler {

	private static final Runnable NOTHING = () -> {
	};

	private final FrontDoor frontDoor;

	private final Responder responder;

	private final RequestLog log;

	private final InspectionPages pages;

	private final SimulatorClock clock;

	private final Set<ScriptPlayer> playing = ConcurrentHashMap.newKeySet();

	RequestHandler(FrontDoor frontDoor, Responder responder, RequestLog log, InspectionPages pages,
			SimulatorClock clock) {
		this.frontDoor = frontDoor;
		this.responder = responder;
		this.log = log;
		this.pages = pages;
		this.clock = clock;
	}

	Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive()
			.aggregate()
			.asByteArray()
			.defaultIfEmpty(new byte[0])
			.flatMap((body) -> Mono.create((sink) -> received(request, response, body, sink)));
	}

	private void received(HttpServerRequest request, HttpServerResponse response, byte[] body, MonoSink<Void> sink) {
		response.withConnection((connection) -> {
			Channel channel = connection.channel();
			RecordedRequest recorded = new RecordedRequest(request.method().name(), path(request), headers(request),
					body, Connections.number(channel), this.clock.instant());
			boolean inspection = recorded.path().startsWith(InspectionPages.PATH);
			if (!inspection) {
				this.log.received(recorded);
			}
			Script script = (inspection) ? new Script(this.pages.answer(recorded.path()).steps(), NOTHING)
					: script(recorded);
			ScriptPlayer player = new ScriptPlayer(recorded, this.log, this.clock, response, channel, sink, script);
			this.playing.add(player);
			recorded.ended().subscribe((outcome) -> this.playing.remove(player));
			player.play();
			if (!inspection) {
				this.log.begun();
			}
		});
	}

	private Script script(RecordedRequest request) {
		ConcurrencyGate.Entry entry = this.frontDoor.enter(request);
		FixedAnswer refusal = entry.refusal();
		Runnable permit = entry.permit();
		return new Script((refusal != null) ? refusal.steps() : respond(request), (permit != null) ? permit : NOTHING);
	}

	private List<Step> respond(RecordedRequest request) {
		try {
			return this.responder.respond(request);
		}
		catch (RuntimeException ex) {
			return Answer.error(500, "The script failed: " + ex, "simulator_error", "simulator_error").steps();
		}
	}

	void abortAll() {
		this.playing.forEach(ScriptPlayer::abort);
	}

	private static String path(HttpServerRequest request) {
		String uri = request.uri();
		int query = uri.indexOf('?');
		return (query >= 0) ? uri.substring(0, query) : uri;
	}

	private static Map<String, List<String>> headers(HttpServerRequest request) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		request.requestHeaders()
			.forEach((header) -> headers.computeIfAbsent(header.getKey(), (name) -> new ArrayList<>())
				.add(header.getValue()));
		return headers;
	}

}
