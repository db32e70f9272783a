package dev.weft.tests.agent;

import static dev.weft.tests.agent.StopAssert.assertThatStop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.tests.agent.DebugSession.Stop;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A debugger steps through woven code of each kind by the lines of its source. */
@Timeout(600)
class SteppingTest {

  private static DebugSession debug(Path folder, String... breakpoints) throws Exception {
    return DebugSession.launch(folder, SteppedProgram.SOURCE, breakpoints);
  }

  @Test
  void stepsOverAnAwaitThatDoesNotWait(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "does not wait")) {
      assertThatStop(session.resume()).isBreakpointAt("does not wait").shows("n", "1");
      assertThatStop(session.stepOver()).isStepTo("waits").shows("one", "1");
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  /**
   * Where a call waits, all of the callers are left, and a step ends in one of them. Nothing of the
   * method itself may look like the next line.
   */
  @Test
  void aStepOverACallThatWaitsEndsInTheCaller(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "waits")) {
      assertThatStop(session.resume()).isBreakpointAt("waits");
      assertThatStop(session.stepOver()).isStepTo("runs");
      assertThatStop(session.resume()).isBreakpointAt("waits").shows("one", "1").shows("n", "1");
      assertThatStop(session.stepOver()).isStepTo("calls");
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "calls, awaits",
    "awaits, calls what is ready",
    "awaits a tail, loop",
    "loop waits, loop went on",
    "calls a lambda, end",
    "suspending waits, suspending went on",
    "task waits, task went on",
    "async generator waits, async generator went on",
    "lambda waits, lambda went on"
  })
  void stopsAtTheSameLineOnceMoreAndStepsOnFromThere(
      String place, String next, @TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, place)) {
      assertThatStop(session.resume()).isBreakpointAt(place);
      assertThatStop(untilBreakpoint(session)).isBreakpointAt(place);
      assertThatStop(session.stepOver()).isStepTo(next);
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  /** Steps over lines of callers, which are left while the call begins to wait. */
  private static @Nullable Stop untilBreakpoint(DebugSession session) throws Exception {
    Stop stop = session.stepOver();
    while (stop != null && stop.stepped()) {
      assertThat(stop.place()).isIn(SteppedProgram.CALLS);
      stop = session.stepOver();
    }
    return stop;
  }

  @Test
  void aBreakpointBehindAnAwaitStopsWithWhatWasKept(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "loop waits", "loop went on")) {
      for (String i : new String[] {"0", "1"}) {
        assertThatStop(session.resume()).isBreakpointAt("loop waits").shows("i", i);
        assertThatStop(session.resume()).isBreakpointAt("loop waits").shows("i", i);
        assertThatStop(session.resume())
            .isBreakpointAt("loop went on")
            .shows("i", i)
            .shows("n", "1")
            .shows("five", "10");
      }
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  @Test
  void stepsThroughALoopThatHasBeenResumed(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "loop went on")) {
      assertThatStop(session.resume()).isBreakpointAt("loop went on").shows("five", "10");
      assertThatStop(session.stepOver()).isStepTo("loop").shows("i", "0");
      assertThatStop(session.stepOver()).isStepTo("loop waits").shows("i", "1");
      assertThatStop(session.stepOver()).isBreakpointAt("loop went on").shows("i", "1");
      assertThatStop(session.stepOver()).isStepTo("loop").shows("five", "11");
      assertThatStop(session.stepOver()).isStepTo("asks a generator");
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  @Test
  void stepsIntoACoroutineOfEachKind(@TempDir Path folder) throws Exception {
    var firstLines = new LinkedHashMap<String, String>();
    firstLines.put("calls", "suspending waits");
    firstLines.put("awaits", "task waits");
    firstLines.put("calls what is ready", "ready begins");
    firstLines.put("awaits a tail", "tail");
    firstLines.put("asks a generator", "generator begins");
    firstLines.put("asks an async generator", "async generator waits");
    firstLines.put("calls a lambda", "lambda waits");
    String[] places = firstLines.keySet().toArray(String[]::new);
    try (DebugSession session = debug(folder, places)) {
      for (String place : places) {
        Stop stop = session.resume();
        while (stop != null && !stop.place().equals(place)) { // it stops where it goes on as well
          stop = session.resume();
        }
        assertThatStop(session.stepInto()).isStepTo(firstLines.getOrDefault(place, ""));
      }
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  @Test
  void showsTheParametersWhereAStepIntoAMethodEnds(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "awaits")) {
      assertThatStop(session.resume()).isBreakpointAt("awaits");
      assertThatStop(session.stepInto()).isStepTo("task waits").shows("n", "2");
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  @Test
  void stepsThroughAGeneratorFromItsConsumerAndBack(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "asks a generator")) {
      assertThatStop(session.resume()).isBreakpointAt("asks a generator");
      assertThatStop(session.stepInto()).isStepTo("generator begins");
      assertThatStop(session.stepOver()).isStepTo("generator loops").shows("i", "0");
      assertThatStop(session.stepOver()).isStepTo("generator waits").shows("n", "2");
      assertThatStop(session.stepOver()).isStepTo("asks a generator"); // emitted
      assertThatStop(session.stepOver()).isStepTo("has an element").shows("each", "0");
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  @Test
  void stepsOutOfACoroutineThatDoesNotWait(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "ready begins")) {
      assertThatStop(session.resume()).isBreakpointAt("ready begins");
      assertThatStop(session.stepOut()).isStepTo("calls what is ready");
      assertThatStop(session.stepOver()).isStepTo("awaits a tail").shows("four", "5");
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  /** Its caller is not below it on the stack; a breakpoint in the caller is what stops next. */
  @ParameterizedTest
  @ValueSource(strings = {"out", "over"})
  void stepsOutOfACoroutineThatHasWaitedToABreakpoint(String how, @TempDir Path folder)
      throws Exception {
    try (DebugSession session = debug(folder, "suspending went on", "calls")) {
      assertThatStop(session.resume()).isBreakpointAt("calls");
      assertThatStop(session.resume()).isBreakpointAt("suspending went on").shows("n", "1");
      Stop stop = how.equals("out") ? session.stepOut() : session.stepOver();
      assertThatStop(stop).isBreakpointAt("calls").shows("n", "1");
      assertThatStop(session.stepOver()).isStepTo("awaits").shows("two", "2");
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  /** From a caller that is being left a step into leads to what this thread runs next. */
  @Test
  void aStepIntoFromACallerThatIsLeftEndsWhereTheCoroutineGoesOn(@TempDir Path folder)
      throws Exception {
    try (DebugSession session = debug(folder, "waits")) {
      assertThatStop(session.resume()).isBreakpointAt("waits");
      assertThatStop(session.stepOver()).isStepTo("runs");
      Stop stop = session.stepInto();
      while (stop != null && !stop.method().equals("work")) {
        stop = session.stepInto();
      }
      assertThatStop(stop).isStepTo("does not wait"); // the first line: it is entered anew
      assertThatStop(session.stepOver()).isStepTo("waits");
      assertThatStop(session.stepOver()).isBreakpointAt("waits").shows("one", "1"); // restored
      assertThatStop(session.stepOver()).isStepTo("calls").shows("one", "1");
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"waits", "calls"})
  void aVariableThatIsSetAfterAResumptionIsUsed(String place, @TempDir Path folder)
      throws Exception {
    try (DebugSession session = debug(folder, "waits", "calls")) {
      assertThatStop(session.resume()).isBreakpointAt("waits");
      assertThatStop(session.resume()).isBreakpointAt("waits");
      if (place.equals("calls")) {
        assertThatStop(session.resume()).isBreakpointAt("calls");
      }
      session.set("one", 11);
      assertThat(session.finish()).contains("5301");
    }
  }

  @Test
  void aParameterThatIsSetBeforeASuspensionIsKept(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "waits", "end")) {
      assertThatStop(session.resume()).isBreakpointAt("waits");
      session.set("n", 7);
      assertThatStop(session.resume()).isBreakpointAt("waits").shows("n", "7");
      assertThatStop(session.resume()).isBreakpointAt("end").shows("six", "7");
      assertThat(session.finish()).contains("1907");
    }
  }

  @Test
  void aHotSwapWhileACoroutineIsSuspendedIsWoven(@TempDir Path folder) throws Exception {
    String changed =
        SteppedProgram.SOURCE.replace(
            "return n + 1; // suspending", "return n + 10; // suspending");
    try (DebugSession session = debug(folder.resolve("before"), "suspending waits")) {
      assertThatStop(session.resume()).isBreakpointAt("suspending waits");
      session.replace(folder.resolve("after"), changed);
      assertThat(session.finish()).contains("4901");
    }
  }

  @Test
  void aHotSwapThatChangesWhereAMethodWaitsIsRefused(@TempDir Path folder) throws Exception {
    String changed =
        SteppedProgram.SOURCE.replace("return n + 1; // suspending", "yieldNow(); return n; //");
    try (DebugSession session = debug(folder.resolve("before"), "suspending waits")) {
      assertThatStop(session.resume()).isBreakpointAt("suspending waits");
      assertThatThrownBy(() -> session.replace(folder.resolve("after"), changed))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(session.finish()).contains(SteppedProgram.RESULT);
    }
  }
}
