package dev.weft.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The pages that {@code explain --html} writes, as a reader has them: opened from disk. */
class SitePagesTest {

  private static final String CRAWLER = "classes/dev.weft.samples.net.Crawler.html";

  @TempDir private static Path temp;
  private static Path site;
  private static Browser browser;

  @BeforeAll
  static void writeSite() throws Exception {
    browser = Browser.start();
    Path root = Path.of(System.getProperty("weft.root"));
    site = temp.resolve("site");
    Path classes = temp.resolve("samples.jar");
    Files.copy(root.resolve("samples/target/weft-samples-plain.jar"), classes);
    Path sources = root.resolve("samples/src/main/java");
    Path log = temp.resolve("explain.log");
    Process process =
        Explained.start(
            temp.resolve("explain.out"), log, "--sources", sources, "--html", site, classes);
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
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

  private static WebElement find(String selector) {
    return browser.driver().findElement(By.cssSelector(selector));
  }

  private static List<WebElement> all(String selector) {
    return browser.driver().findElements(By.cssSelector(selector));
  }

  /** Clicks on what may have to be scrolled to. */
  private static void click(String selector) {
    WebElement element = find(selector);
    new Actions(browser.driver()).scrollToElement(element).scrollByAmount(0, 300).perform();
    element.click();
  }

  private static Object ask(String script) {
    return browser.driver().executeScript("return " + script);
  }

  private static void type(CharSequence keys) {
    browser.driver().switchTo().activeElement().sendKeys(keys);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(site)) {
      return files.filter(each -> each.toString().endsWith(".html")).toList();
    }
  }

  @Test
  void noPageComplainsOrAsksForAnythingElsewhere() throws Exception {
    for (Path page : pages()) {
      browser.open(page, "");

      assertThat(browser.complaints()).as(page.toString()).isEmpty();
      assertThat(ask("performance.getEntriesByType('resource').map(r => r.name)"))
          .asInstanceOf(InstanceOfAssertFactories.list(String.class))
          .allSatisfy(url -> assertThat(url).startsWith(site.toUri().toString()));
      assertThat(ask("document.querySelector('main') !== null")).isEqualTo(true);
    }
  }

  @Test
  void aLineLightsUpOnAllSidesAndComesIntoView() {
    browser.open(site.resolve(CRAWLER), "");

    click("#m1 .source [data-l='60']");

    assertThat(all("#m1 .panes .on").stream().map(each -> each.getDomAttribute("data-l")))
        .hasSizeGreaterThan(2)
        .containsOnly("60");
    assertThat(
            ask(
                "[...document.querySelectorAll('#m1 .code')].filter(c => c.offsetParent)"
                    + ".every(c => { const on = c.querySelector('.on').getBoundingClientRect(),"
                    + " box = c.getBoundingClientRect();"
                    + " return on.top >= box.top && on.top <= box.bottom; })"))
        .isEqualTo(true);
  }

  @Test
  void tabsShowTheOtherBodies() {
    browser.open(site.resolve(CRAWLER), "");
    assertThat(find("#m1 .direct").isDisplayed()).isTrue();

    click("#m1 label[for='m1-resumed']");

    assertThat(find("#m1 .direct").isDisplayed()).isFalse();
    assertThat(find("#m1 .resumed").isDisplayed()).isTrue();
  }

  @Test
  void aPointOfThePictureLeadsToWhatIsKeptThere() {
    browser.open(site.resolve(CRAWLER), "");

    click("#m1 svg a[href='#m1-s1'] text:last-of-type");

    assertThat(find(".card:target").getDomAttribute("id")).isEqualTo("m1-s1");
    assertThat(ask("getComputedStyle(document.querySelector('.card:target')).boxShadow"))
        .isNotEqualTo("none");
  }

  @Test
  void keysGoFromPointToPoint() {
    browser.open(site.resolve(CRAWLER), "");
    type("j");
    assertThat(ask("location.hash")).isEqualTo("#m1-s1");
    type("j");
    assertThat(ask("location.hash")).isEqualTo("#m2-s1");
    type("k");
    assertThat(ask("location.hash")).isEqualTo("#m1-s1");
  }

  @Test
  void theIndexIsSearchedByKeysAlone() {
    browser.open(site.resolve("index.html"), "");

    type("/");
    type("crawl fet");
    assertThat(all("#results a").stream().map(WebElement::getText))
        .containsExactly("dev.weft.samples.net.Crawler.fetch");
    assertThat(find("#all").isDisplayed()).isFalse();
    type(Keys.ENTER);

    assertThat((String) ask("location.href")).endsWith("Crawler.html#m3");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatIsNotThereIsSaidAndEscapeShowsAllAgain() {
    browser.open(site.resolve("index.html"), "");

    type("/");
    type("no such <b>thing</b>");
    assertThat(find("#results").getText()).isEqualTo("Nothing is called so.");
    type(Keys.ESCAPE);

    assertThat(find("#all").isDisplayed()).isTrue();
    assertThat(all("#results li")).isEmpty();
  }

  @Test
  void methodsOfAClassAreSearched() {
    browser.open(site.resolve(CRAWLER), "");

    type("/");
    type("lambda");

    assertThat(all("#contents li").stream().filter(WebElement::isDisplayed)).hasSize(3);
  }

  @Test
  void itCanBeReadWithoutScripts() {
    browser.scripts(false);
    browser.open(site.resolve(CRAWLER), "#m2-s1");

    assertThat(find("#m2-s1").isDisplayed()).isTrue();
    assertThat(find("#m2 .source").isDisplayed()).isTrue();
    assertThat(find("#m2 .direct").isDisplayed()).isTrue();
    assertThat(find("input[type=search]").isDisplayed()).isFalse();
    click("#m2 label[for='m2-entry']");
    assertThat(find("#m2 .entry").isDisplayed()).isTrue();
    browser.open(site.resolve("index.html"), "");
    assertThat(find("a[href='" + CRAWLER + "#m1']").isDisplayed()).isTrue();
  }

  @Test
  void itFitsOnSmallScreens() throws Exception {
    browser.size(360, 700);
    for (Path page : pages()) {
      browser.open(page, "");
      assertThat(ask("document.documentElement.scrollWidth")).as(page.toString()).isEqualTo(360L);
    }
  }

  @Test
  void everythingThatCanBeClickedIsReachedByTheKeyboardAndSeen() {
    browser.open(site.resolve(CRAWLER), "");
    for (int i = 0; i < 30; i++) {
      type(Keys.TAB);
      assertThat(
              ask(
                  "document.activeElement !== document.body && (o => o.outlineStyle !== 'none'"
                      + " || document.activeElement.matches('svg a, [type=radio]'))"
                      + "(getComputedStyle(document.activeElement))"))
          .as("after %d tabs", i + 1)
          .isEqualTo(true);
    }
  }

  @Test
  void thereIsALightAndADarkFace() throws Exception {
    browser.open(site.resolve(CRAWLER), "");
    Object light = ask("getComputedStyle(document.body).backgroundColor");
    screenshot("light");
    browser.dark(true);
    Object dark = ask("getComputedStyle(document.body).backgroundColor");
    screenshot("dark");
    browser.size(380, 1200);
    screenshot("dark-narrow");

    assertThat(light).isEqualTo("rgb(250, 250, 249)");
    assertThat(dark).isEqualTo("rgb(19, 21, 24)");
  }

  private static void screenshot(String name) throws IOException {
    String folder = System.getProperty("weft.browser.screenshots", "");
    if (!folder.isEmpty()) {
      Path file = Files.createDirectories(Path.of(folder)).resolve(name + ".png");
      Files.write(file, browser.driver().getScreenshotAs(OutputType.BYTES));
    }
  }
}
