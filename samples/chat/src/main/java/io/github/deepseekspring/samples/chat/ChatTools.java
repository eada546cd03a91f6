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

package io.github.deepseekspring.samples.chat;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.github.deepseekspring.tool.ToolException;
import io.github.deepseekspring.tool.ToolFunction;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the model may do for the user.
 */
@Configuration(proxyBeanMethods = false)
@RegisterReflectionForBinding({ ChatTools.Place.class, ChatTools.LocalTime.class })
class ChatTools {

	static final String WORLD_CLOCK = "world_clock";

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm",
			Locale.ENGLISH);

	@Bean
	ToolFunction<Place> worldClock() {
		return ToolFunction.of(WORLD_CLOCK, "Tells the date and the time of day in a time zone.", Place.class,
				(place) -> time(place.zone(), Clock.systemUTC()));
	}

	static LocalTime time(String zone, Clock clock) {
		try {
			ZonedDateTime time = ZonedDateTime.now(clock.withZone(ZoneId.of(zone)));
			return new LocalTime(zone, FORMAT.format(time));
		}
		catch (DateTimeException ex) {
			throw new ToolException("There is no time zone of this name. Use one such as Europe/Berlin.", ex);
		}
	}

	record Place(@JsonPropertyDescription("The name of the time zone, such as Europe/Berlin") String zone) {

	}

	record LocalTime(String zone, String time) {

	}

}
