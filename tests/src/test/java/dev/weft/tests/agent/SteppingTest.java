package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.tests.agent.DebugSession.Stop;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
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

  private static final String PROGRAM =
      """
      import static dev.weft.Weft.*;

      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.time.Duration;

      public class Debuggee {
        @Async static int suspending(int n) {
          yieldNow(); // suspending waits
          return n + 1; // suspending went on
        }

        @Async static int ready(int n) {
          int more = await(Task.completed(n)); // ready begins
          return more + 1; // ready ends
        }

        @Async static Task<Integer> task(int n) {
          delay(Duration.ofMillis(1)); // task waits
          return Task.completed(n * 2); // task went on
        }

        @Async static Task<Integer> tail(int n) {
          return task(n); // tail
        }

        @Async static Generator<Integer> generator(int n) {
          int i = 0; // generator begins
          while (i < n) { // generator loops
            emit(i++); // generator waits
          } // -
          return null; // generator ends
        }

        @Async static AsyncGenerator<Integer> asyncGenerator(int n) {
          delay(Duration.ofMillis(1)); // async generator waits
          emit(n); // async generator went on
          return null; // async generator ends
        }

        @Async static int work(int n) throws Exception {
          int one = await(Task.completed(n)); // does not wait
          yieldNow(); // waits
          int two = suspending(one); // calls
          int three = await(task(two)); // awaits
          int four = ready(three); // calls what is ready
          int five = await(tail(four)); // awaits a tail
          for (int i = 0; i < 2; i++) { // loop
            delay(Duration.ofMillis(1)); // loop waits
            five += i; // loop went on
          } // -
          for (int each : generator(2)) { // asks a generator
            five += each; // has an element
          } // -
          for (int each : asyncGenerator(n)) { // asks an async generator
            five += each; // has an async element
          } // -
          AsyncCallable<Integer> lambda = () -> { // lambda
            yieldNow(); // lambda waits
            return n; // lambda went on
          }; // -
          int six = lambda.call(); // calls a lambda
          return five * 100 + six; // end
        }

        public static void main(String[] args) {
          try (EventLoop loop = Schedulers.eventLoop()) { // main
            System.out.println(Weft.<Integer>run(loop, () -> work(1))); // runs
          } // -
        }
      }
      """;

  /** The lines by which one coroutine calls another. */
  private static final List<String> CALLS =
      List.of(
          "runs", "calls", "awaits", "awaits a tail", "asks an async generator", "calls a lambda");

  /** What the program prints if nobody changes anything. */
  private static final String RESULT = "1301";

  private static DebugSession debug(Path folder, String... breakpoints) throws Exception {
    return DebugSession.launch(folder, PROGRAM, breakpoints);
  }

  private static StopAssert assertThatStop(@Nullable Stop stop) {
    return new StopAssert(stop);
  }

  /** Says where a program has stopped. */
  private static final class StopAssert extends AbstractAssert<StopAssert, Stop> {
    StopAssert(@Nullable Stop stop) {
      super(stop, StopAssert.class);
    }

    StopAssert isStepTo(String place) {
      isNotNull();
      Assertions.assertThat(actual.place()).isEqualTo(place);
      Assertions.assertThat(actual.stepped()).as("stepped").isTrue();
      return this;
    }

    StopAssert isBreakpointAt(String place) {
      isNotNull();
      Assertions.assertThat(actual.place()).isEqualTo(place);
      Assertions.assertThat(actual.stepped()).as("stepped").isFalse();
      return this;
    }

    StopAssert shows(String variable, String value) {
      Assertions.assertThat(actual.variables()).containsEntry(variable, value);
      return this;
    }
  }

  @Test
  void stepsOverAnAwaitThatDoesNotWait(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "does not wait")) {
      assertThatStop(session.resume()).isBreakpointAt("does not wait").shows("n", "1");
      assertThatStop(session.stepOver()).isStepTo("waits").shows("one", "1");
      assertThat(session.finish()).contains(RESULT);
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
      assertThat(session.finish()).contains(RESULT);
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
      assertThat(session.finish()).contains(RESULT);
    }
  }

  /** Steps over lines of callers, which are left while the call begins to wait. */
  private static @Nullable Stop untilBreakpoint(DebugSession session) throws Exception {
    Stop stop = session.stepOver();
    while (stop != null && stop.stepped()) {
      assertThat(stop.place()).isIn(CALLS);
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
      assertThat(session.finish()).contains(RESULT);
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
      assertThat(session.finish()).contains(RESULT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "calls, suspending waits",
    "awaits, task waits",
    "calls what is ready, ready begins",
    "awaits a tail, tail",
    "asks a generator, generator begins",
    "asks an async generator, async generator waits",
    "calls a lambda, lambda waits"
  })
  void stepsIntoACoroutineOfEachKind(String place, String first, @TempDir Path folder)
      throws Exception {
    try (DebugSession session = debug(folder, place)) {
      assertThatStop(session.resume()).isBreakpointAt(place);
      assertThatStop(session.stepInto()).isStepTo(first);
      assertThat(session.finish()).contains(RESULT);
    }
  }

  @Test
  void showsTheParametersWhereAStepIntoAMethodEnds(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "awaits")) {
      assertThatStop(session.resume()).isBreakpointAt("awaits");
      assertThatStop(session.stepInto()).isStepTo("task waits").shows("n", "2");
      assertThat(session.finish()).contains(RESULT);
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
      assertThat(session.finish()).contains(RESULT);
    }
  }

  @Test
  void stepsOutOfACoroutineThatDoesNotWait(@TempDir Path folder) throws Exception {
    try (DebugSession session = debug(folder, "ready begins")) {
      assertThatStop(session.resume()).isBreakpointAt("ready begins");
      assertThatStop(session.stepOut()).isStepTo("calls what is ready");
      assertThatStop(session.stepOver()).isStepTo("awaits a tail").shows("four", "5");
      assertThat(session.finish()).contains(RESULT);
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
      assertThat(session.finish()).contains(RESULT);
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
      assertThat(session.finish()).contains(RESULT);
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
}
