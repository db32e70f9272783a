package dev.weft.tests.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium. Where there is none, tests are skipped and say what is missing. */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  static Browser start() {
    Path browser = find("weft.browser", "chromium", "google-chrome", "chrome");
    Path program = find("weft.browser.driver", "chromedriver");
    var logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(browser.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
    options.addArguments("--disable-dev-shm-usage");
    options.setCapability("goog:loggingPrefs", logging);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(program.toFile()).build();
    return new Browser(new ChromeDriver(service, options));
  }

  private static Path find(String property, String... names) {
    String given = System.getProperty(property, "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    for (String folder : System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1)) {
      for (String name : names) {
        Path program = Path.of(folder, name);
        if (Files.isExecutable(program)) {
          return program;
        }
      }
    }
    return abort(
        "no "
            + String.join(", ", names)
            + " on the PATH; install it, or name it with -D"
            + property);
  }

  /** As most readers have it; complaints of before are forgotten. */
  void asUsual() {
    scripts(true);
    dark(false);
    size(1400, 1000);
    var unused = complaints();
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Opens a page. */
  void open(Path page, String fragment) {
    driver.get("about:blank"); // else a fragment alone would not load it anew
    driver.get(page.toUri() + fragment);
  }

  /** What scripts have complained of since this was last asked. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** Something that is to become true. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until it does. */
  void until(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("this never came: " + driver.getPageSource());
      }
      Thread.sleep(50);
    }
  }

  private static boolean holds(Condition condition) throws Exception {
    try {
      return condition.holds();
    } catch (JavascriptException | StaleElementReferenceException betweenTwoPages) {
      return false;
    }
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  void dark(boolean dark) {
    Map<String, Object> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    Map<String, Object> still = Map.of("name", "prefers-reduced-motion", "value", "reduce");
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia", Map.of("features", List.of(scheme, still)));
  }

  void scripts(boolean run) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
