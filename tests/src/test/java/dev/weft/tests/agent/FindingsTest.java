package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Programs that once went wrong, in a part-woven JVM of their own. */
@TestInstance(Lifecycle.PER_CLASS)
class FindingsTest {

  private static final String PROGRAM =
      """
      import static dev.weft.Weft.*;

      import dev.weft.*;

      import dev.weft.spi.Scheduler;
      import dev.weft.annotations.Async;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.Supplier;

      public class Findings {
        static final Object LOCK = new Object();

        @Async static int length(Task<String> task) { return await(task).length(); }
        @Async static Task<Integer> waiter(Task<String> task) { int n = length(task); return Task.completed(n); }
        @Async static int bridged(Task.Completer<String> c) { yieldNow(); c.complete("abcdef"); return 42; }
        @Async static int failing(Task.Completer<String> c) { yieldNow(); c.complete("abcdef"); throw new IllegalStateException("mine"); }

        static void resultsOfBridges() throws Exception {
          Task.Completer<String> one = Task.completer();
          Task<Integer> first = waiter(one.task());
          say("bridge", bridged(one) + " " + first.get());
          Task.Completer<String> two = Task.completer();
          Task<Integer> second = waiter(two.task());
          try { failing(two); } catch (IllegalStateException e) { say("failing bridge", e.getMessage() + " " + second.get()); }
        }

        @Async static int lockedBefore(Task<Integer> task) {
          try { synchronized (LOCK) { LOCK.hashCode(); } } catch (RuntimeException e) { return -1; } finally { yieldNow(); }
          return await(task);
        }

        @Async static Generator<Integer> numbers() { emit(1); emit(2); return null; }
        @Async static Generator<Integer> all() { emit(0); emitAll(Lib.gen()); emit(3); return null; }

        static void lateGenerator() {
          var got = new ArrayList<Integer>();
          for (int i : all()) got.add(i);
          say("late generator", got);
        }

        @Async static int count() throws Exception { AsyncCallable<Integer> c = () -> { yieldNow(); return 5; }; return c.call(); }

        interface A1 { @Async Object m(); }
        interface A2 { @Async String m(); }
        interface Both extends A1, A2 {}

        static class Parent {
          @Async Task<Integer> bad(Task<Integer> t) { synchronized (this) { return Task.completed(await(t)); } }
          @Async int good() { yieldNow(); return 1; }
        }
        static class Child extends Parent {}
        @Async static int callGood(Parent p) { return p.good(); }

        static void mark() {
          Parent mock = new Mock();
          int before = callGood(mock);
          new Child().bad(Task.completed(1));
          say("mock", before + " " + callGood(mock));
        }

        static boolean hasOptional() { return Optional.empty().isPresent(); }
        @Async static int optional(Task<Integer> task) {
          if (hasOptional()) synchronized (LOCK) { Missing.note(); }
          return await(task);
        }

        static class Evil extends RuntimeException {
          @Override public StackTraceElement[] getStackTrace() { return null; }
        }
        @Async static void evilInner() { yieldNow(); throw new Evil(); }
        @Async static void evilOuter() { evilInner(); }

        @Async static int inline(int n) { int i = 0; while (i < n) { yieldNow(); i++; } return i; }

        @Async static String suffix(String s) { yieldNow(); return s + "!"; }

        @Async static synchronized Generator<Integer> guarded() { return Generator.empty(); }

        static void say(String what, Object value) { System.out.println(what + " = " + value); }

        static String failure(Callable<?> call) {
          try { return "none, " + call.call(); } catch (Throwable t) { return t.getClass().getSimpleName(); }
        }

        public static void main(String[] args) throws Exception {
          resultsOfBridges();
          say("locked before", lockedBefore(Task.completed(5)));
          lateGenerator();
          EventLoop loop = Schedulers.eventLoop();
          AsyncCallable<Integer> reference = Findings::count;
          say("adapter name", Weft.run(loop, reference));
          Both both = () -> { yieldNow(); return "both"; };
          say("two erasures", ((A1) both).m() + " " + ((A2) both).m());
          mark();
          say("optional class", optional(Task.completed(5)));
          say("evil exception", failure(() -> Weft.start(loop, () -> { evilOuter(); }).get()));
          say("inline scheduler", Weft.start((Scheduler) Runnable::run, () -> inline(100_000)).get());
          say("task lambda", Weft.run(loop, () -> { Supplier<Task<String>> s = () -> Task.completed(suffix("x")); return await(s.get()); }));
          say("synchronized generator", failure(() -> guarded().hasNext()));
          loop.schedule(() -> Thread.currentThread().interrupt());
          say("interrupted loop", Weft.run(loop, () -> { delay(java.time.Duration.ofMillis(20)); return Thread.interrupted(); }));
          say("minimal stage", Weft.run(loop, () -> await(CompletableFuture.completedStage("stage"))));
          longChain();
          armsAgain(loop);
          loop.close();
          say("closed", loop);
        }

        @Async static Task<Integer> follow(Task<Integer> before) { return Task.completed(await(before) + 1); }

        static void longChain() {
          Task<Integer> last = Task.<Integer>completer().task();
          for (int i = 0; i < 100_000; i++) last = follow(last);
          last.cancel(true);
          say("long chain cancelled", last.isCancelled());
        }

        static void armsAgain(EventLoop loop) {
          Runnable again = new Runnable() {
            @Override public void run() { loop.scheduleAfter(1_000_000, this); }
          };
          loop.schedule(again);
        }
      }

      class Mock extends Findings.Parent { @Override int good() { return 99; } }
      class Lib { @Async static Generator<Integer> gen() { return Findings.numbers(); } }
      class Missing { static void note() {} }
      """;

  private String out = "";

  @BeforeAll
  void runOnce(@TempDir Path folder) throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    Files.delete(classes.resolve("Missing.class"));
    var result =
        new ChildJvm(folder)
            .agent("verify,exclude=Mock,exclude=Lib")
            .classPath(classes)
            .run("Findings");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err().lines().filter(line -> line.startsWith("weft:")))
        .as("only the two refusals")
        .hasSize(2)
        .allMatch(line -> line.contains("Parent.bad(") || line.contains("Findings.guarded("));
    out = result.out();
  }

  private void says(String line) {
    assertThat(out.lines()).contains(line);
  }

  @Test
  void resultOfABridgeIsNotTouchedByWhatRunsAfterIt() {
    says("bridge = 42 6");
    says("failing bridge = mine 6");
  }

  @Test
  void synchronizedInsideATryBlockIsNotHeldAfterIt() {
    says("locked before = 5");
  }

  @Test
  void elementsOfALateLinkedGeneratorAreNotLost() {
    says("late generator = [0, 1, 2, 3]");
  }

  @Test
  void adapterOfAReferenceHasANameOfItsOwn() {
    says("adapter name = 5");
  }

  @Test
  void lambdaOfAnInterfaceWithTwoErasuresLinks() {
    says("two erasures = both both");
  }

  @Test
  void refusedBodyDoesNotLeaveAMarkBehind() {
    says("mock = 99 99");
  }

  @Test
  void ordinaryCallOfAMissingClassUnderAMonitorIsNotRefused() {
    says("optional class = 5");
  }

  @Test
  void exceptionWithoutATraceEndsItsCoroutine() {
    says("evil exception = ExecutionException");
  }

  @Test
  void schedulerThatRunsStepsInPlaceDoesNotGrowTheStack() {
    says("inline scheduler = 100000");
  }

  @Test
  void lambdaThatReturnsATaskAndCallsSuspendingMethodsIsACoroutine() {
    says("task lambda = x!");
  }

  @Test
  void synchronizedGeneratorIsRefused() {
    says("synchronized generator = RefusedError");
  }

  @Test
  void interruptedLoopSleepsAgain() {
    says("interrupted loop = false");
  }

  @Test
  void cancellingALongChainDoesNotOverflowTheStack() {
    says("long chain cancelled = true");
  }

  @Test
  void timerThatArmsItselfAgainDoesNotKeepALoopFromClosing() {
    says("closed = weft-loop-1");
  }

  @Test
  void minimalStageCanBeAwaited() {
    says("minimal stage = stage");
  }
}
