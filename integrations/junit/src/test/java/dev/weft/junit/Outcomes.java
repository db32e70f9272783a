package dev.weft.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A program that runs classes of tests, and prints what became of each. */
final class Outcomes {

  private Outcomes() {}

  public static void main(String[] classes) {
    EngineTestKit.engine("junit-jupiter")
        .selectors(Arrays.stream(classes).map(each -> selectClass(each)).toList())
        .execute()
        .allEvents()
        .finished()
        .stream()
        .map(Outcomes::outcome)
        .forEach(System.out::println);
  }

  private static String outcome(Event event) {
    var result = event.getRequiredPayload(TestExecutionResult.class);
    return event.getTestDescriptor().getDisplayName()
        + ": "
        + result.getStatus()
        + result.getThrowable().map(failure -> " " + failure).orElse("");
  }
}
