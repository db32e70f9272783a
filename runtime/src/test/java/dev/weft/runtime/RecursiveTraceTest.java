package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.runtime.FrameLayout.Point;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Suspended callers in the trace of a method that calls itself. */
class RecursiveTraceTest {

  @FrameLayout(
      owner = "app.Main",
      method = "visit",
      descriptor = "()V",
      file = "Main.java",
      points =
          @Point(
              line = 12,
              callee = "Main.visit",
              saved = {}))
  private static final class Visit extends HandWoven {
    Visit(Part... parts) {
      super(parts);
    }
  }

  @FrameLayout(
      owner = "app.Main",
      method = "main",
      descriptor = "()V",
      file = "Main.java",
      points =
          @Point(
              line = 30,
              callee = "Main.visit",
              saved = {}))
  private static final class Root extends HandWoven {
    Root(Part... parts) {
      super(parts);
    }
  }

  @Test
  void recursionDoesNotHideTheSuspendedCallers() {
    Task.Completer<Object> completer = Task.completer();
    // The innermost visit resumes and then calls visit again, live, which throws: so the live part
    // has the very line at which the suspended caller stands.
    var failure = new IllegalStateException("x");
    HandWoven.Part live =
        (c, before) -> {
          StackTraceElement[] here = new Throwable().getStackTrace();
          StackTraceElement[] trace = new StackTraceElement[here.length + 1];
          System.arraycopy(here, 0, trace, 1, here.length);
          trace[0] = new StackTraceElement("app.Main", "visit", "Main.java", 12);
          failure.setStackTrace(trace);
          throw failure;
        };
    Visit inner = new Visit(HandWoven.await((Completion) completer.task()), live);
    Visit outer = new Visit((c, none) -> inner.call(c), HandWoven.result());
    Task<Object> task =
        Weft.start(
            HandWoven.body(
                (c, none) -> new Root((c2, n) -> outer.call(c2), HandWoven.result()).call(c),
                HandWoven.result()));
    completer.complete("x");
    assertThat(task.isDone()).isTrue();

    List<String> app =
        Arrays.stream(failure.getStackTrace())
            .map(Object::toString)
            .filter(l -> l.startsWith("app."))
            .toList();
    assertThat(app)
        .containsExactly(
            "app.Main.visit(Main.java:12)",
            "app.Main.visit(Main.java:12)",
            "app.Main.main(Main.java:30)");
  }
}
