package dev.weft.runtime;

import static dev.weft.runtime.HandWoven.failing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.runtime.FrameLayout.Point;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stack traces of failures: the suspended callers stand in them, in order and once. */
class TracesTest {

  private static final List<String> CALLERS =
      List.of("app.Main.middle(Main.java:20)", "app.Main.main(Main.java:30)");

  @FrameLayout(
      owner = "app.Main",
      method = "leaf",
      descriptor = "()V",
      file = "Main.java",
      points = {
        @Point(
            line = 10,
            callee = "Weft.await",
            saved = {}),
        @Point(
            line = 11,
            callee = "Weft.await",
            saved = {})
      })
  private static final class Leaf extends HandWoven {
    Leaf(Part... parts) {
      super(parts);
    }
  }

  @FrameLayout(
      owner = "app.Main",
      method = "middle",
      descriptor = "()V",
      file = "Main.java",
      points = {
        @Point(
            line = 20,
            callee = "Main.leaf",
            saved = {}),
        @Point(
            line = 21,
            callee = "Weft.await",
            saved = {})
      })
  private static final class Middle extends HandWoven {
    Middle(Part... parts) {
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
              callee = "Main.middle",
              saved = {}))
  private static final class Root extends HandWoven {
    Root(Part... parts) {
      super(parts);
    }
  }

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

  private final Task.Completer<Object> completer = Task.completer();
  private final HandWoven.Part await = HandWoven.await((Completion) completer.task());
  private final HandWoven.Part passOn = HandWoven.result();

  private Task<Object> start(HandWoven.Part atLeaf, HandWoven.Part... atMiddle) {
    Leaf leaf = new Leaf(await, atLeaf);
    var middle =
        Stream.concat(Stream.of((HandWoven.Part) (c, none) -> leaf.call(c)), Stream.of(atMiddle))
            .toArray(HandWoven.Part[]::new);
    return Weft.start(HandWoven.body((carrier, none) -> main(carrier, new Middle(middle)), passOn));
  }

  private Object main(Carrier carrier, HandWoven middle) {
    return new Root((c, none) -> middle.call(c), passOn).call(carrier);
  }

  private static List<String> traceOf(Task<Object> task) throws InterruptedException {
    try {
      throw new AssertionError("it must fail, but gave " + task.get());
    } catch (ExecutionException e) {
      return Arrays.stream(e.getCause().getStackTrace()).map(Object::toString).toList();
    }
  }

  private static List<String> ofApplication(List<String> trace) {
    return trace.stream().filter(line -> line.startsWith("app.Main.")).toList();
  }

  private static Object fail() {
    throw new IllegalStateException("fails");
  }

  @Test
  void theSuspendedCallersStandBehindTheLiveCallsAndBeforeTheDriver() throws Exception {
    Task<Object> task = start((carrier, before) -> fail(), passOn);

    completer.complete("x");

    List<String> trace = traceOf(task);
    assertThat(trace.get(0)).startsWith("dev.weft.runtime.TracesTest.fail(TracesTest.java:");
    assertThat(ofApplication(trace)).isEqualTo(CALLERS);
    int callers = trace.indexOf(CALLERS.get(0));
    assertThat(trace.subList(0, callers))
        .noneMatch(line -> line.startsWith("dev.weft.runtime.Driver."));
    assertThat(trace.subList(callers, trace.size()))
        .anyMatch(line -> line.startsWith("dev.weft.runtime.Driver.resumeLeaf"));
  }

  @Test
  void whatCameFromOutsideGetsTheAwaitingFrameToo() throws Exception {
    Task<Object> task = start(passOn, passOn);

    completer.fail(new IllegalStateException("from elsewhere"));

    assertThat(ofApplication(traceOf(task)))
        .containsExactly("app.Main.leaf(Main.java:10)", CALLERS.get(0), CALLERS.get(1));
  }

  @Test
  void callersThatCatchAndThrowAgainDoNotAppearTwice() throws Exception {
    Task<Object> task =
        start(
            (carrier, before) -> fail(),
            (carrier, before) -> {
              throw before.failure();
            });

    completer.complete("x");

    assertThat(ofApplication(traceOf(task))).isEqualTo(CALLERS);
  }

  @Test
  void whatIsThrownAgainAfterAnotherSuspensionIsNotExtendedAgain() throws Exception {
    Task.Completer<Object> later = Task.completer();
    var kept = new Throwable[1];
    Task<Object> task =
        start(
            (carrier, before) -> fail(),
            (carrier, before) -> {
              kept[0] = before.failure();
              return Suspend.await((Completion) later.task(), carrier);
            },
            (carrier, before) -> {
              throw kept[0];
            });
    completer.complete("x");

    later.complete("y");

    assertThat(ofApplication(traceOf(task))).isEqualTo(CALLERS);
  }

  @Test
  void aCallerThatThrowsSomethingElseIsFollowedByItsOwnCallers() throws Exception {
    Task<Object> task = start((carrier, before) -> fail(), (carrier, before) -> fail());

    completer.complete("x");

    assertThat(ofApplication(traceOf(task))).containsExactly(CALLERS.get(1));
  }

  @Test
  void anExceptionWithoutATraceStaysWithoutOne() throws Exception {
    var bare = new RuntimeException("bare", null, false, false) {};
    Task<Object> task = start(failing(bare), passOn);

    completer.complete("x");

    assertThat(traceOf(task)).isEmpty();
  }

  /**
   * The innermost visit is resumed and calls visit again, live, which throws: so the live part has
   * the very line at which the suspended caller stands.
   */
  @Test
  void recursionDoesNotHideTheSuspendedCallers() throws Exception {
    String visit = "app.Main.visit(Main.java:12)";
    var inner = new Visit(await, (carrier, before) -> failInVisit());
    var outer = new Visit((carrier, before) -> inner.call(carrier), passOn);
    Task<Object> task =
        Weft.start(HandWoven.body((carrier, before) -> main(carrier, outer), passOn));

    completer.complete("x");

    assertThat(ofApplication(traceOf(task))).containsExactly(visit, visit, CALLERS.get(1));
  }

  private static Object failInVisit() {
    var failure = new IllegalStateException("x");
    var visit = new StackTraceElement("app.Main", "visit", "Main.java", 12);
    failure.setStackTrace(
        Stream.concat(Stream.of(visit), Stream.of(new Throwable().getStackTrace()))
            .toArray(StackTraceElement[]::new));
    throw failure;
  }
}
