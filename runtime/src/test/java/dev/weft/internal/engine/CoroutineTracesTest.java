package dev.weft.internal.engine;

import static dev.weft.internal.engine.HandWoven.failing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.FrameLayout.Point;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stack traces of failures: the suspended callers stand in them, in order and once. */
class CoroutineTracesTest {

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

  private Object main(WovenCarrier carrier, HandWoven middle) {
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
    assertThat(trace.get(0))
        .startsWith("dev.weft.internal.engine.CoroutineTracesTest.fail(CoroutineTracesTest.java:");
    assertThat(ofApplication(trace)).isEqualTo(CALLERS);
    int callers = trace.indexOf(CALLERS.get(0));
    assertThat(trace.subList(0, callers))
        .noneMatch(line -> line.startsWith("dev.weft.internal.engine.Driver."));
    assertThat(trace.subList(callers, trace.size()))
        .anyMatch(line -> line.startsWith("dev.weft.internal.engine.Driver.resumeLeaf"));
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

  @FrameLayout(
      owner = "app.Other",
      method = "caller",
      descriptor = "()V",
      file = "Other.java",
      points =
          @Point(
              line = 40,
              callee = "Weft.await",
              saved = {}))
  private static final class Other extends HandWoven {
    Other(Part... parts) {
      super(parts);
    }
  }

  /** What the trace shows in the coroutine itself, once the failure has passed its first caller. */
  private static List<List<String>> tracesOfManyWhoAwait(HandWoven.Part awaiting, Runnable fails) {
    List<List<String>> traces = new java.util.ArrayList<>();
    HandWoven.Part note =
        (carrier, before) -> {
          traces.add(
              Arrays.stream(java.util.Objects.requireNonNull(before.failure()).getStackTrace())
                  .map(StackTraceElement::toString)
                  .filter(call -> call.startsWith("app."))
                  .toList());
          return null;
        };
    for (int i = 0; i < 2; i++) {
      var unused =
          Weft.start(
              HandWoven.body(
                  (carrier, none) -> new Other(awaiting, HandWoven.result()).call(carrier), note));
      var unusedToo =
          Weft.start(
              HandWoven.body(
                  (carrier, none) -> new Leaf(awaiting, HandWoven.result()).call(carrier), note));
    }
    fails.run();
    return traces;
  }

  private static final List<List<String>> EACH_ITS_OWN =
      List.of(
          List.of("app.Other.caller(Other.java:40)"),
          List.of("app.Main.leaf(Main.java:10)"),
          List.of("app.Other.caller(Other.java:40)"),
          List.of("app.Main.leaf(Main.java:10)"));

  @Test
  void oneFailureAwaitedByManyShowsToEachItsOwnCallers() {
    var failure = new IllegalStateException("shared");
    assertThat(tracesOfManyWhoAwait(await, () -> completer.fail(failure))).isEqualTo(EACH_ITS_OWN);
  }

  @Test
  void soDoesThatOfAFuture() {
    var future = new java.util.concurrent.CompletableFuture<Object>();
    HandWoven.Part awaiting = (carrier, before) -> Suspend.await(future, carrier);
    var failure = new IllegalStateException("shared");

    // a CompletableFuture tells the last first
    assertThat(tracesOfManyWhoAwait(awaiting, () -> future.completeExceptionally(failure)))
        .containsExactlyInAnyOrderElementsOf(EACH_ITS_OWN);
  }

  @Test
  void callersOfTheCoroutineThatFailedStayForAllWhoAwaitIt() {
    var failure = new IllegalStateException("shared");
    Task<Object> inner =
        Weft.start(
            HandWoven.body(
                (carrier, none) -> new Root(await, HandWoven.result()).call(carrier), passOn));
    HandWoven.Part awaiting = HandWoven.await((Completion) inner);

    List<List<String>> traces = tracesOfManyWhoAwait(awaiting, () -> completer.fail(failure));

    String ofInner = "app.Main.main(Main.java:30)";
    assertThat(traces)
        .isEqualTo(EACH_ITS_OWN.stream().map(own -> List.of(ofInner, own.get(0))).toList());
  }
}
