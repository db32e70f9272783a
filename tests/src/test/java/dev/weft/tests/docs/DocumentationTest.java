package dev.weft.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java snippet of README and docs compiles, runs, and prints what the page shows. {@code
 * -Dweft.pages=TEXT} takes only the pages whose path holds the text.
 */
class DocumentationTest {

  private static final Path ROOT =
      Path.of(System.getProperty("weft.runtime.jar"))
          .toAbsolutePath()
          .normalize()
          .resolve("../../..")
          .normalize();

  private static final String ONLY = System.getProperty("weft.pages", "");

  @TempDir static Path folder;

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(top, docs)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .forEach(pages::add);
    }
    return pages;
  }

  @TestFactory
  Stream<DynamicNode> everySnippetRunsAsThePageShows() throws Exception {
    List<DynamicNode> nodes = new ArrayList<>();
    for (Path page : pages()) {
      String name = ROOT.relativize(page).toString().replace('\\', '/');
      if (!name.contains(ONLY)) {
        continue;
      }
      List<Snippet> snippets = SnippetParser.parse(name, Files.readString(page));
      if (!snippets.isEmpty()) {
        SnippetRun run = SnippetRun.of(snippets, folder.resolve(name.replace('/', '_')));
        nodes.add(
            DynamicContainer.dynamicContainer(
                name,
                snippets.stream().map(each -> dynamicTest(each.where(), () -> run.check(each)))));
      }
    }
    return nodes.stream();
  }

  @Test
  void theReadmeAndTheGuideAreAmongThem() throws Exception {
    assertThat(pages())
        .contains(ROOT.resolve("README.md"), ROOT.resolve("docs/guide/getting-started.md"));
  }
}
