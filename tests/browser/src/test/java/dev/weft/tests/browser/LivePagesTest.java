package dev.weft.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WindowType;

/** Pages that {@code explain --serve} serves: they follow what they show by themselves. */
class LivePagesTest {

  private static final String SOURCE =
      """
      import dev.weft.Task;
      import dev.weft.Weft;
      import dev.weft.annotations.Async;

      class Live {
        @Async static int twice(Task<Integer> number) { return 2 * Weft.await(number); }
      }
      """;

  private static final String PAGE = "classes/Live.html";

  private static Browser browser;
  @TempDir private Path temp;
  private Path source;
  private Process process;
  private String url;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void serve() throws Exception {
    browser.size(1400, 1000);
    browser.complaints();
    source = Files.writeString(temp.resolve("Live.java"), SOURCE);
    Path out = temp.resolve("out");
    Path log = temp.resolve("log");
    process = Explained.start(out, log, "--serve", source);
    while (!Files.readString(out).endsWith("\n")) {
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      Thread.sleep(20);
    }
    url = Files.readString(out).strip();
  }

  @AfterEach
  void end() throws Exception {
    browser.driver().get("about:blank"); // so that it asks no server that has ended
    if (process != null) {
      process.destroy();
      process.waitFor();
    }
  }

  private void edit(String was, String is) throws Exception {
    Files.writeString(source, SOURCE.replace(was, is));
  }

  private String text(String selector) {
    Object text =
        browser
            .driver()
            .executeScript(
                "const e = document.querySelector(arguments[0]); return e ? e.textContent : '';",
                selector);
    return String.valueOf(text);
  }

  private void untilSourceShows(String code) throws Exception {
    browser.until(() -> text("#m1 .source").contains(code));
  }

  @Test
  void anEditedSourceShowsByItself() throws Exception {
    browser.driver().get(url + PAGE);
    untilSourceShows("return 2 *");
    browser.until(() -> text(".live").equals("live"));

    edit("2 *", "3 *");
    untilSourceShows("return 3 *");
    edit("2 *", "4 *");
    untilSourceShows("return 4 *");

    assertThat(text("#m1 .source .number")).isEqualTo("4");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aReaderStaysWhereTheyAre() throws Exception {
    browser.size(1400, 500);
    browser.driver().get(url + PAGE);
    browser.until(() -> text(".live").equals("live"));
    browser.driver().executeScript("document.getElementById('m1-resumed').click()");
    browser.driver().executeScript("window.scrollTo({ top: 300, behavior: 'instant' })");

    edit("2 *", "3 *");
    untilSourceShows("return 3 *");

    browser.until(() -> browser.driver().findElement(By.cssSelector(".resumed")).isDisplayed());
    browser.until(
        () -> Long.valueOf(300).equals(browser.driver().executeScript("return window.scrollY")));
  }

  @Test
  void anErrorShowsAndGoesAway() throws Exception {
    browser.driver().get(url + PAGE);

    edit("await(number)", "await(numbers)");
    browser.until(() -> text(".problems").contains("cannot find symbol"));
    assertThat(text(".problems b")).isEqualTo(source + ":6");
    assertThat(text(".problems pre")).contains("numbers", "^");
    assertThat(text("#m1 .source")).contains("return 2 *");
    browser.driver().executeScript("window.scrollTo(0, document.body.scrollHeight)");
    assertThat(
            browser
                .driver()
                .executeScript(
                    "const box = document.querySelector('.problems pre').getBoundingClientRect();"
                        + " return box.top >= 0 && box.bottom <= window.innerHeight"))
        .isEqualTo(true);
    edit("2 *", "3 *");
    untilSourceShows("return 3 *");

    assertThat(browser.driver().findElements(By.cssSelector(".problems"))).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theIndexFollowsToo() throws Exception {
    browser.driver().get(url);
    assertThat(text(".methods a")).isEqualTo("twice");

    edit("twice", "doubled");

    browser.until(() -> text(".methods a").equals("doubled"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aPageThatNobodySeesFollowsWhenItIsSeenAgain() throws Exception {
    browser.driver().get(url + PAGE);
    String first = browser.driver().getWindowHandle();
    browser.driver().switchTo().newWindow(WindowType.TAB);
    browser.driver().get("about:blank");
    edit("2 *", "3 *");
    browser.until(() -> log().contains("1 class explained"));

    browser.driver().switchTo().window(first);

    untilSourceShows("return 3 *");
  }

  private String log() throws java.io.IOException {
    return Files.readString(temp.resolve("log"));
  }

  @Test
  void withoutTheServerThePageSaysSo() throws Exception {
    browser.driver().get(url + PAGE);
    browser.until(() -> text(".live").equals("live"));

    process.destroy();
    process.waitFor();

    browser.until(() -> text(".live").equals("not connected"));
    assertThat(text("#m1 .source")).contains("return 2 *");
    assertThat(List.of(text(".problems"))).containsExactly("");
  }
}
