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

package io.github.deepseekspring.readme;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation holds together: what is linked is there, and every page
 * can be found.
 */
class DocumentationLinksTests {

	private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");

	private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]*`");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

	private static final Path ROOT = Page.root();

	@ParameterizedTest
	@MethodSource("pages")
	void whatIsLinkedIsThere(String page) throws IOException {
		for (String link : links(page)) {
			if (URI.create(link).isAbsolute()) {
				continue;
			}
			int hash = link.indexOf('#');
			String file = (hash < 0) ? link : link.substring(0, hash);
			Path target = file.isEmpty() ? ROOT.resolve(page) : ROOT.resolve(page).resolveSibling(file).normalize();
			assertThat(target).as("link to %s in %s", link, page).startsWithRaw(ROOT).exists();
			if (hash >= 0) {
				assertThat(anchors(Files.readString(target))).as("link to %s in %s", link, page)
					.contains(link.substring(hash + 1));
			}
		}
	}

	static List<String> pages() throws IOException {
		List<String> pages = new ArrayList<>(List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"));
		pages.addAll(docs().stream().map((name) -> "docs/" + name).toList());
		try (Stream<Path> samples = Files.list(ROOT.resolve("samples"))) {
			samples.map((sample) -> sample.resolve("README.md"))
				.filter(Files::exists)
				.forEach((readme) -> pages.add(ROOT.relativize(readme).toString()));
		}
		return pages;
	}

	@Test
	void everyPageIsInTheIndexOnce() throws IOException {
		Set<String> pages = docs();
		pages.remove("README.md");
		List<String> listed = links("docs/README.md").stream().filter((link) -> !link.contains("/")).toList();
		assertThat(listed).containsExactlyInAnyOrderElementsOf(pages);
	}

	private static Set<String> docs() throws IOException {
		try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
			Set<String> names = new TreeSet<>();
			files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".md"))
				.forEach(names::add);
			return names;
		}
	}

	@Test
	void anchorsAreThoseThatGitHubMakes() {
		assertThat(
				anchors("# What DeepSeek's `user_id` is\n\n## Redis, once more!\n\n```sh\n# no heading\n```\n\n## A\n"
						+ "## A\n"))
			.containsExactlyInAnyOrder("what-deepseeks-user_id-is", "redis-once-more", "a", "a-1");
	}

	private static List<String> links(String page) throws IOException {
		String text = INLINE_CODE.matcher(FENCED.matcher(Files.readString(ROOT.resolve(page))).replaceAll(""))
			.replaceAll("");
		return LINK.matcher(text).results().map((link) -> link.group(1)).toList();
	}

	private static List<String> anchors(String markdown) {
		Map<String, Integer> seen = new HashMap<>();
		return HEADING.matcher(FENCED.matcher(markdown).replaceAll("")).results().map((heading) -> {
			String anchor = heading.group(1)
				.strip()
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-');
			int count = seen.merge(anchor, 1, Integer::sum);
			return (count == 1) ? anchor : anchor + "-" + (count - 1);
		}).toList();
	}

}
