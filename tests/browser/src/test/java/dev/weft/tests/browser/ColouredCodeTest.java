package dev.weft.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.OutputType;

/** Code that is coloured: what is what, in both faces, and lines that stay lines. */
class ColouredCodeTest {

  private static final String SOURCE =
      """
      import dev.weft.Task;
      import dev.weft.Weft;
      import dev.weft.annotations.Async;

      class Coloured {
        @Async
        static int wait(Task<Integer> number, int to) {
          String with = \"""
              a "block" /* no comment
              of two lines
              \""";
          /* a comment, "no string",
             of two lines */
          char quote = '"';
          for (int i = 0x1F; i < to; i++) {
            to += Weft.await(number) + with.length(); // it <waits> & goes on
          }
          return to + quote;
        }
      }
      """;

  private static final String COLOURED = "classes/Coloured.html";
  private static final String MANY = "classes/Many.html";

  @TempDir private static Path temp;
  private static Path site;
  private static Browser browser;

  @BeforeAll
  static void writeSite() throws Exception {
    browser = Browser.start();
    site = temp.resolve("site");
    Path source = Files.writeString(temp.resolve("Coloured.java"), SOURCE);
    Path many = Files.writeString(temp.resolve("Many.java"), many());
    Path log = temp.resolve("log");
    Process process = Explained.start(temp.resolve("out"), log, "--html", site, source, many);
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
  }

  private static String many() {
    var source = new StringBuilder("import dev.weft.*;\nclass Many {\n");
    for (int i = 0; i < 50; i++) {
      source.append(
          """
            @dev.weft.annotations.Async int m%d(Task<Integer> t, int n) {
              int s = 0; // the sum
              for (int i = 0; i < n; i++) {
                s += Weft.await(t) + Weft.await(t);
              }
              return s;
            }
          """
              .formatted(i));
    }
    return source.append("}\n").toString();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void asUsual() {
    browser.asUsual();
  }

  private static Object ask(String script, Object... arguments) {
    return browser.driver().executeScript("return " + script, arguments);
  }

  /** What has a kind in a listing, in its order. */
  private static List<String> texts(String selector) {
    return List.copyOf(
        InstanceOfAssertFactories.list(String.class)
            .createAssert(
                ask(
                    "[...document.querySelectorAll(arguments[0])].map(e => e.textContent)",
                    selector))
            .actual());
  }

  @Test
  void wordsOfTheLanguageAreToldApart() {
    browser.open(site.resolve(COLOURED), "");

    String source = "#m1 .source .";
    assertThat(texts(source + "keyword"))
        .containsExactly("static", "int", "int", "char", "for", "int", "return");
    assertThat(texts(source + "annotation")).containsExactly("@Async");
    assertThat(texts(source + "type")).contains("String", "Weft", "Integer").doesNotContain("to");
    assertThat(texts(source + "call")).containsExactly("wait", "await", "length");
    assertThat(texts(source + "number")).containsExactly("0x1F");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatSpansLinesIsColouredInEachOfThem() {
    browser.open(site.resolve(COLOURED), "");

    assertThat(texts("#m1 .source .string"))
        .containsExactly(
            "\"\"\"\n",
            "        a \"block\" /* no comment\n",
            "        of two lines\n",
            "        \"\"\"",
            "'\"'");
    assertThat(texts("#m1 .source .comment"))
        .containsExactly(
            "/* a comment, \"no string\",\n", "       of two lines */", "// it <waits> & goes on");
  }

  @Test
  void linesStayTheElementsThatTheyWere() {
    browser.open(site.resolve(COLOURED), "");
    List<String> lines = texts("#m1 .code > [data-l]");
    Object coloured = ask("document.querySelectorAll('#m1 .source .code span').length");
    browser.scripts(false);
    browser.open(site.resolve(COLOURED), "");
    List<String> plain =
        browser
            .driver()
            .findElements(org.openqa.selenium.By.cssSelector("#m1 .code > [data-l]"))
            .stream()
            .map(each -> each.getDomProperty("textContent"))
            .toList();

    assertThat(lines).isEqualTo(plain).hasSizeGreaterThan(30);
    assertThat(plain).contains("8    String with = \"\"\"\n");
    assertThat((Long) coloured).isGreaterThan(20);
    assertThat(browser.driver().findElements(org.openqa.selenium.By.cssSelector("#m1 .code span")))
        .isEmpty();
  }

  @Test
  void bytecodeIsColouredAndKeepsItsTints() {
    browser.open(site.resolve(COLOURED), "");

    String code = "#m1 .pane:nth-of-type(2) .";
    assertThat(texts(code + "keyword")).contains("ldc", "astore", "invokestatic", "if_icmpge");
    assertThat(texts(code + "string"))
        .containsExactly("\"a \"block\" /* no comment\\nof two lines\\n\"");
    assertThat(texts(code + "type")).contains("Weft", "Task", "Object", "int");
    assertThat(texts(code + "call")).contains("await", "length");
    assertThat(texts("#m1 .direct i .keyword")).contains("getfield");
  }

  @Test
  void everyColourCanBeReadInLightAndDark() throws Exception {
    browser.open(site.resolve(COLOURED), "");
    Object light = assertReadable();
    screenshot("code-light");
    browser.dark(true);
    Object dark = assertReadable();
    screenshot("code-dark");

    assertThat(light).isNotEqualTo(dark);
  }

  /** Every kind has a colour of its own, with the contrast that WCAG asks for; the colours. */
  private static Object assertReadable() {
    Object colours =
        ask(
            "['keyword', 'string', 'number', 'type', 'call', 'annotation', 'comment'].map(kind =>"
                + " getComputedStyle(document.querySelector('#m1 .code .' + kind)).color)");
    assertThat(colours)
        .asInstanceOf(InstanceOfAssertFactories.list(String.class))
        .doesNotHaveDuplicates()
        .hasSize(7)
        .allSatisfy(
            colour -> {
              assertThat(contrast(colour, ".pane")).as(colour).isGreaterThan(4.5);
              assertThat(ask("getComputedStyle(document.body).color")).isNotEqualTo(colour);
            });
    return colours;
  }

  private static double contrast(String colour, String background) {
    Object contrast =
        ask(
            "((one, other) => {"
                + " const light = c => { const [r, g, b] = c.match(/\\d+/g).map(v => v / 255)"
                + "   .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);"
                + "   return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05; };"
                + " const [a, b] = [light(one), light(other)];"
                + " return Math.max(a, b) / Math.min(a, b); })"
                + "(arguments[0], getComputedStyle(document.querySelector(arguments[1]))"
                + ".backgroundColor)",
            colour,
            background);
    return ((Number) contrast).doubleValue();
  }

  private static long coloured() {
    return (Long) ask("document.querySelectorAll('[data-coloured]').length");
  }

  @Test
  void ofManyMethodsThoseAreColouredThatComeIntoSight() throws Exception {
    browser.open(site.resolve(MANY), "");
    assertThat(texts("#m1 .source .keyword")).isNotEmpty();
    assertThat(texts("#m50 .source .keyword")).isEmpty();
    assertThat(coloured()).isLessThan(50);

    browser.driver().executeScript("document.getElementById('m50').scrollIntoView()");
    browser.until(() -> !texts("#m50 .source .keyword").isEmpty());
    browser.driver().executeScript("document.getElementById('m50-resumed').click()");
    browser.until(() -> !texts("#m50 .resumed .keyword").isEmpty());
    assertThat(texts("#m50 .entry .keyword")).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void allIsColouredOnPaper() {
    browser.open(site.resolve(MANY), "");
    long before = coloured();

    browser.driver().executeScript("window.dispatchEvent(new Event('beforeprint'))");

    assertThat(coloured())
        .isGreaterThan(before)
        .isEqualTo(ask("document.querySelectorAll('.code').length"));
    assertThat(texts("#m50 .entry .keyword")).isNotEmpty();
  }

  private static void screenshot(String name) throws IOException {
    String folder = System.getProperty("weft.browser.screenshots", "");
    if (!folder.isEmpty()) {
      Path file = Files.createDirectories(Path.of(folder)).resolve(name + ".png");
      Files.write(file, browser.driver().getScreenshotAs(OutputType.BYTES));
    }
  }
}
