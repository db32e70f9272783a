package dev.weft.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs classes of tests in JUnit within JUnit, and says what became of them. */
final class Samples {

  private Samples() {}

  static EngineExecutionResults run(Class<?> sample) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(sample)).execute();
  }

  static EngineExecutionResults run(Class<?> sample, String method) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(sample.getName() + "#" + method))
        .execute();
  }

  /** What one method has failed with; null if it has not failed. */
  static Throwable failure(EngineExecutionResults results, String method) {
    return results.testEvents().finished().stream()
        .filter(each -> id(each).contains("[method:" + method + "("))
        .map(each -> each.getRequiredPayload(TestExecutionResult.class))
        .findAny()
        .orElseThrow(() -> new AssertionError(method + " has not run"))
        .getThrowable()
        .orElse(null);
  }

  private static String id(Event event) {
    return event.getTestDescriptor().getUniqueId().toString();
  }

  static Throwable failure(Class<?> sample, String method) {
    return failure(run(sample, method + "()"), method);
  }
}
