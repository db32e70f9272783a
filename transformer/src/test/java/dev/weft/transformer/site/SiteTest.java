package dev.weft.transformer.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/**
 * The pages of woven classes: what they say, that they are HTML, and that their links lead
 * somewhere.
 */
class SiteTest {

  static final String SOURCE =
      """
      package p;
      import dev.weft.Task;
      import dev.weft.annotations.Async;
      import static dev.weft.Weft.await;
      class Small {
        @Async
        String greet(Task<String> name, int times, long unused) {
          String text = "</script>";
          String got = "";
          for (int i = 0; i < times; i++) {
            got = await(name);
            text = text + got;
          }
          try {
            await(name);
          } catch (IllegalStateException e) {
            return got;
          }
          return text;
        }
        @Async int plain() { return 1; }
        @Async synchronized String refused(Task<String> t) { return await(t); }
      }
      """;

  @TempDir private Path folder;

  static List<WovenClass> explain(String... sources) {
    Map<String, byte[]> classes = Sources.compile(sources);
    Weaver weaver = new Weaver(Sources.hierarchy(classes)).explaining();
    var all = new ArrayList<WovenClass>();
    for (byte[] each : classes.values()) {
      WovenClass woven = weaver.weave(each);
      if (woven != null) {
        all.add(woven);
      }
    }
    return all;
  }

  private void write(List<WovenClass> classes, Path... sources) throws IOException {
    try (SourceFiles files = SourceFiles.in(List.of(sources))) {
      var site = new Site(folder, files);
      site.begin();
      for (WovenClass each : classes) {
        site.add(each, "");
      }
      site.finish();
    }
  }

  private Document page(String name) throws IOException {
    return Jsoup.parse(Files.readString(folder.resolve(name)), folder.toUri().toString());
  }

  private Document small() throws IOException {
    Path source = Files.createDirectories(folder.resolve("src/p")).resolve("Small.java");
    Files.writeString(source, SOURCE);
    write(explain(SOURCE), folder.resolve("src"));
    return page("classes/p.Small.html");
  }

  /** Every page of a site: XML and HTML without errors, and with no link that leads nowhere. */
  static void check(Path site) throws Exception {
    List<Path> pages;
    try (Stream<Path> all = Files.walk(site)) {
      pages = all.filter(each -> each.toString().endsWith(".html")).toList();
    }
    for (Path page : pages) {
      String text = Files.readString(page);
      Parser parser = Parser.htmlParser().setTrackErrors(20);
      Document document = Jsoup.parse(text, "", parser);
      assertThat(parser.getErrors()).as(page.toString()).isEmpty();
      String xml = text.substring(text.indexOf('\n') + 1); // behind the doctype
      DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
      assertThat(document.select("[id]").eachAttr("id")).as("ids").doesNotHaveDuplicates();
      for (Element link : document.select("a[href], link[href], script[src]")) {
        checkLink(page, link.hasAttr("href") ? link.attr("href") : link.attr("src"));
      }
    }
  }

  private static void checkLink(Path page, String link) throws IOException {
    assertThat(link).doesNotContain("://").doesNotStartWith("/");
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path to =
        file.isEmpty()
            ? page
            : page.resolveSibling(URLDecoder.decode(file, StandardCharsets.UTF_8)).normalize();
    assertThat(to).as("%s in %s", link, page).exists();
    if (hash >= 0) {
      String id = link.substring(hash + 1);
      Document target = Jsoup.parse(Files.readString(to));
      assertThat(target.getElementById(id)).as("%s in %s", link, page).isNotNull();
    }
  }

  @Test
  void pagesAreWellFormedAndTheirLinksLeadSomewhere() throws Exception {
    small();

    check(folder);
  }

  @Test
  void aStateSaysWhatIsKeptWhatIsNotAndWhatAResumptionDoes() throws Exception {
    Element card = small().getElementById("m1-s1");

    assertThat(card.selectFirst("h3").text()).isEqualTo("1Line 11");
    assertThat(card.text())
        .contains("Suspends in dev.weft.Weft.await: a suspension point of the runtime.");
    assertThat(card.select(".kept-table th").eachText())
        .containsExactly("name", "times", "text", "i");
    assertThat(card.select("ul li").eachText())
        .containsExactly(
            "this: not read again",
            "unused: not read again",
            "got: given a new value in line 11 before it is read again",
            "l1: cleared, so that what other states kept there can be collected");
    assertThat(card.select("ol li").eachText())
        .contains(
            "takes the result, Object, or throws what the call has thrown",
            "goes on in line 11, in the copy of the loop of line 10")
        .anySatisfy(step -> assertThat(step).matches("restores name from \\w+"))
        .anySatisfy(step -> assertThat(step).matches("restores i from i\\d"));
  }

  @Test
  void theTableOfPointsLeadsToThem() throws Exception {
    List<Element> rows = small().select("#m1 .points tbody tr");

    assertThat(rows).hasSize(3);
    assertThat(rows.get(1).text())
        .isEqualTo("1 11 Weft.await name, times, text, i in the copy of the loop of line 10");
    assertThat(rows.get(2).select("a").attr("href")).isEqualTo("#m1-s2");
  }

  @Test
  void theFlowIsDrawnAndSaidInWords() throws Exception {
    Element flow = small().selectFirst("#m1 .flow");

    assertThat(flow.select("svg g.point text.n").eachText()).containsExactly("1", "2");
    assertThat(flow.select("svg a").eachAttr("href")).containsExactly("#m1-s1", "#m1-s2");
    assertThat(flow.select("svg .loop text").text()).isEqualTo("loop \u00B7 10");
    assertThat(flow.select("svg .handler text").text())
        .isEqualTo("catch IllegalStateException \u00B7 16");
    assertThat(flow.select("svg path.back")).hasSize(1);
    assertThat(flow.select(".edges li").eachText())
        .contains(
            "the start leads to the loop in line 10",
            "the loop in line 10 leads to state 1, state 2",
            "state 1 leads to the loop in line 10",
            "state 2 leads to the handler in line 16 if it throws, the return");
  }

  @Test
  void sourceAndCodeStandSideBySideLineByLine() throws Exception {
    Element panes = small().selectFirst("#m1 .panes");

    assertThat(panes.selectFirst(".source [data-l=8]").text())
        .isEqualTo("8 String text = \"</script>\";");
    assertThat(panes.selectFirst(".source .code").children().eachAttr("data-l"))
        .startsWith("6", "7")
        .endsWith("19", "20");
    assertThat(panes.select(".pane:nth-of-type(2) [data-l=8]").text())
        .isEqualTo("8ldc \"</script>\" astore 5 (text)");
    assertThat(panes.select(".woven label").eachText())
        .containsExactly("Direct body", "Resumed body", "Entry");
    Element resumed = panes.selectFirst(".resumed");
    assertThat(resumed.select("i").text()).contains("tableswitch").doesNotContain("ldc");
    assertThat(resumed.select("[data-l=8]").text()).contains("ldc \"</script>\"");
  }

  @Test
  void codeSaysWhichLanguageItIsIn() throws Exception {
    Document page = small();

    assertThat(page.select("#m1 .source .code").attr("data-lang")).isEqualTo("java");
    assertThat(page.select("#m1 .code[data-lang=bytecode]")).hasSize(4);
    assertThat(new SourceText("a/Some.kt", null).language()).isEqualTo("kotlin");
    assertThat(new SourceText("Some.scala", null).language()).isEqualTo("scala");
    assertThat(new SourceText("Some", null).language()).isEqualTo("java");
  }

  @Test
  void whatColoursCodeComesWithItsLicenceAndWithoutANetwork() throws Exception {
    small();

    assertThat(page("classes/p.Small.html").select("script[src]").eachAttr("src"))
        .containsExactly("../assets/site.js", "../assets/prism.js", "../assets/highlight.js");
    assertThat(page("index.html").select("script[src]").eachAttr("src"))
        .containsExactly("assets/site.js", "assets/names.js");
    String prism = Files.readString(folder.resolve("assets/prism.js"));
    assertThat(prism).startsWith("/*!").contains("MIT LICENSE", "Copyright (c) 2012 Lea Verou");
    for (String grammar : List.of("java", "kotlin", "groovy", "scala")) {
      assertThat(prism).contains("languages." + grammar);
    }
    assertThat(folder.resolve("assets/live.js")).doesNotExist();
  }

  @Test
  void withoutSourceTheLinesAreThere() throws Exception {
    write(explain(SOURCE));

    Document page = page("classes/p.Small.html");

    assertThat(page.select(".lead").text()).startsWith("Small.java was not found");
    assertThat(page.select("#m1 .source")).isEmpty();
    assertThat(page.getElementById("m1-l11").text()).startsWith("11");
    check(folder);
  }

  @Test
  void aRefusedMethodShowsWhy() throws Exception {
    Element refused = small().getElementById("m3");

    assertThat(refused.select(".refusal").text())
        .startsWith("Not woven p.Small.refused(Small.java:22) was not woven: it is synchronized");
    assertThat(refused.select(".frame")).isEmpty();
    assertThat(page("index.html").select(".classes .refused").text()).isEqualTo("1 refused");
  }

  @Test
  void theFrameIsShownByteByByte() throws Exception {
    List<Element> parts = small().select("#m1 .bytes li");

    assertThat(parts.get(0).text()).isEqualTo("0header12 B");
    assertThat(parts.get(1).text()).isEqualTo("12stateint");
    assertThat(parts.get(2).text()).isEqualTo("16parentFrame");
    assertThat(parts.stream().map(Element::text))
        .anySatisfy(text -> assertThat(text).matches("\\d\\di\\dint.*"));
  }

  @Test
  void theIndexAndItsSearchKnowEveryMethod() throws Exception {
    small();

    assertThat(page("index.html").select(".methods a").eachText())
        .containsExactly("greet", "plain", "refused");
    assertThat(Files.readString(folder.resolve("assets/names.js")))
        .contains("[\"p.Small\",\"classes/p.Small.html\",[\"greet\",\"plain\",\"refused\"]]");
  }

  @Test
  void aClassOfFiftyMethodsIsASmallPage() throws Exception {
    var source = new StringBuilder("package p; import dev.weft.*; class Many {");
    for (int i = 0; i < 50; i++) {
      source.append(
          "@dev.weft.annotations.Async int m%d(Task<Integer> t, int n) { int s = 0; for (int i = 0; i < n; i++) { s += Weft.await(t) + Weft.await(t); } return s; }\n"
              .formatted(i));
    }
    write(explain(source.append("}").toString()));

    Document page = page("classes/p.Many.html");

    assertThat(page.select("section.method")).hasSize(50);
    assertThat(page.getAllElements().size()).isLessThan(50 * 400);
    assertThat(Files.size(folder.resolve("classes/p.Many.html"))).isLessThan(50 * 30_000L);
  }
}
