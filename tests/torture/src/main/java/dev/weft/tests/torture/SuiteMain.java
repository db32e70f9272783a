package dev.weft.tests.torture;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The JVM in which a library's test suite runs: it writes one line for each test, with how it
 * ended, and a last one that tells that it came to its end.
 */
final class SuiteMain {

  /** What the last line begins with. */
  static final String END = "# end, suspended about ";

  private SuiteMain() {}

  /**
   * Runs the suite {@code args[0]}, of classes that match {@code args[2]}, into {@code args[1]}.
   */
  public static void main(String[] args) throws IOException {
    try (var out = new PrintStream(args[1], StandardCharsets.UTF_8)) {
      LauncherFactory.create().execute(request(Path.of(args[0]), args[2]), new Listener(out));
      out.println(END + Pause.suspended());
    }
    System.exit(0); // some suites leave threads behind
  }

  private static LauncherDiscoveryRequest request(Path tests, String classes) {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(tests)))
        .filters(ClassNameFilter.includeClassNamePatterns(classes))
        .build();
  }

  /** Messages are left out: they may hold hash codes and times. */
  private record Listener(PrintStream out) implements TestExecutionListener {

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      line(test, "SKIPPED");
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      String thrown = result.getThrowable().map(each -> " " + each.getClass().getName()).orElse("");
      line(test, result.getStatus() + thrown);
      result
          .getThrowable()
          .filter(each -> result.getStatus() == TestExecutionResult.Status.FAILED)
          .ifPresent(Throwable::printStackTrace);
    }

    private void line(TestIdentifier test, String how) {
      out.println(test.getUniqueId().replaceAll("\\s+", " ") + "\t" + how);
      out.flush();
    }
  }
}
