package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the README and the architecture page promise, observed on one woven program. */
@TestInstance(Lifecycle.PER_CLASS)
class GuaranteesTest {

  private static final String PROGRAM =
      """
      import static dev.weft.Weft.await;

      import dev.weft.*;

      import dev.weft.spi.Scheduler;
      import dev.weft.annotations.Async;
      import java.lang.ref.WeakReference;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.BiConsumer;

      public class Guarantees {
        /** Completes only once somebody waits: whoever awaits it suspends. */
        static <T> CompletionStage<T> later(T value) {
          return new CompletableFuture<T>() {
            @Override public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> waiter) {
              CompletableFuture<T> then = super.whenComplete(waiter);
              completeAsync(() -> value, delayedExecutor(1, TimeUnit.MILLISECONDS));
              return then;
            }
            @Override public <U> CompletableFuture<U> newIncompleteFuture() { return new CompletableFuture<>(); }
          };
        }

        @Async static long deep(int depth) { return depth == 0 ? await(later(7L)) : 1 + deep(depth - 1); }

        @Async static Task<Long> deepTask(int depth) {
          return Task.completed(depth == 0 ? await(later(7L)) : 1 + await(deepTask(depth - 1)));
        }

        @Async static String keepsOnlyLive(CompletableFuture<String> gate, WeakReference<?>[] out) {
          Object dead = new byte[1000];
          out[0] = new WeakReference<>(dead);
          int length = ((byte[]) dead).length;
          return length + await(gate);
        }

        @Async static Task<String> returnsNull() { await(later(1)); return null; }

        @Async static void thrower(int depth) throws Exception {
          if (depth == 0) {
            await(later(1));
            throw new Exception("boom");
          }
          thrower(depth - 1);
        }

        @Async static int slow() { return await(later(3)); }

        @Async static String sleeper(List<String> log) {
          try {
            Weft.delay(Duration.ofSeconds(100));
            return "no";
          } finally {
            log.add("finally " + await(later("awaited")));
          }
        }

        @Async static int yields(int count) {
          int sum = 0;
          for (int i = 0; i < count; i++) { Weft.yieldNow(); sum++; }
          return sum;
        }

        @Async static int awaitsPending(int count) {
          int sum = 0;
          for (int i = 0; i < count; i++) {
            Task.Completer<Integer> one = Task.completer();
            Weft.start(() -> { Weft.yieldNow(); one.complete(1); });
            sum += await(one.task());
          }
          return sum;
        }

        static String message(Callable<?> call) {
          try { return "no failure: " + call.call(); } catch (Throwable t) { return t.getClass().getSimpleName() + ": " + t.getMessage(); }
        }

        static void say(String what, Object value) { System.out.println(what + " = " + value); }

        public static void main(String[] args) throws Exception {
          EventLoop loop = Schedulers.eventLoop();
          say("deep from ordinary code", deep(1_000_000));
          say("deep on a loop", Weft.run(loop, () -> deep(1_000_000)));
          say("deep task", Weft.run(loop, () -> await(deepTask(1_000_000))));
          garbage(loop);
          say("null task", message(() -> Weft.run(loop, () -> await(returnsNull()))));
          say("refusing scheduler", message(() -> Weft.run(step -> { throw new RejectedExecutionException("full"); }, () -> 1)));
          lateRefusal();
          try { Weft.run(loop, () -> { thrower(3); return 1; }); } catch (Exception e) { trace(e); }
          say("blocking a loop", message(() -> Weft.run(loop, () -> { Callable<Integer> plain = () -> slow(); return plain.call(); })));
          say("get on a loop", message(() -> Weft.run(loop, () -> Task.completer().task().get())));
          cancel(loop);
          say("yields on a loop", Weft.run(loop, () -> yields(1_000_000)));
          say("yields at once", Weft.run(Schedulers.immediate(), () -> yields(1_000_000)));
          say("pending awaits", Weft.run(loop, () -> awaitsPending(1_000_000)));
          order(loop);
          mine();
          loop.close();
          for (int i = 0; i < 300 && threads() > 0; i++) { // those that all share end when they have been idle
            System.gc();
            Thread.sleep(100);
          }
          say("threads left", threads());
        }
        static long threads() {
          return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith("weft")).count();
        }


        static void garbage(EventLoop loop) throws Exception {
          var gate = new CompletableFuture<String>();
          var reference = new WeakReference<?>[1];
          Task<String> task = Weft.start(loop, () -> keepsOnlyLive(gate, reference));
          while (reference[0] == null || reference[0].get() != null) { System.gc(); Thread.sleep(5); }
          say("dead local", "collected while " + (task.isDone() ? "done" : "suspended"));
          gate.complete("!");
          say("and then", task.get());
        }

        static void lateRefusal() throws Exception {
          var log = new ArrayList<String>();
          int[] steps = {0};
          Scheduler once = step -> {
            if (steps[0]++ > 0) throw new RejectedExecutionException("full by now");
            new Thread(step).start();
          };
          var gate = new CompletableFuture<Integer>();
          Task<Integer> task = Weft.start(once, () -> {
            try { return await(gate); } finally { log.add("finally"); }
          });
          while (task.frames().isEmpty()) Thread.sleep(1);
          gate.complete(1);
          say("late refusal", message(() -> await(task)) + " " + log);
        }

        static void trace(Exception e) {
          long calls = Arrays.stream(e.getStackTrace()).filter(f -> f.getMethodName().equals("thrower")).count();
          say("suspended callers in the trace", calls + " of " + e.getMessage());
        }

        static void cancel(EventLoop loop) throws Exception {
          var log = new CopyOnWriteArrayList<String>();
          Task<String> task = Weft.start(loop, () -> sleeper(log));
          while (task.frames().isEmpty()) Thread.sleep(1);
          task.cancel(true);
          say("cancelled", message(task::get).startsWith("CancellationException") + " " + task.isCancelled() + " " + log);
        }

        static void order(EventLoop loop) throws Exception {
          Task.Completer<Integer> gate = Task.completer();
          var order = new CopyOnWriteArrayList<Integer>();
          var tasks = new ArrayList<Task<?>>();
          for (int i = 0; i < 5; i++) {
            int number = i;
            tasks.add(Weft.start(loop, () -> { await(gate.task()); order.add(number); }));
          }
          Weft.run(loop, () -> { Weft.yieldNow(); gate.complete(1); });
          for (Task<?> task : tasks) task.get();
          say("waiters", order);
        }

        static void mine() throws Exception {
          var queue = new LinkedBlockingQueue<Runnable>();
          Task<Integer> task = Weft.start(queue::add, () -> slow() + slow());
          while (!task.isDone()) {
            Runnable step = queue.poll(1, TimeUnit.SECONDS);
            if (step != null) step.run();
          }
          say("a scheduler of one's own", task.get());
        }
      }
      """;

  private String out = "";

  @BeforeAll
  void runOnce(@TempDir Path folder) throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    var result = new ChildJvm(folder).agent("verify").classPath(classes).run("Guarantees");
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    out = result.out();
  }

  private void says(String... lines) {
    assertThat(out.lines()).containsSequence(List.of(lines));
  }

  @Test
  void recursionIsBoundedByTheHeapAlone() {
    says("deep from ordinary code = 1000007", "deep on a loop = 1000007", "deep task = 1000007");
  }

  @Test
  void deadLocalsAreNotKept() {
    says("dead local = collected while suspended", "and then = 1000!");
  }

  @Test
  void taskMethodThatReturnsNullIsNamed() {
    says(
        "null task = NullPointerException: Guarantees.returnsNull returned null as its task; return"
            + " Task.completed(null) if there is no result");
  }

  @Test
  void refusalOfTheSchedulerFailsTheCoroutineAndRunsFinally() {
    says(
        "refusing scheduler = RejectedExecutionException: full",
        "late refusal = RejectedExecutionException: full by now [finally]");
  }

  @Test
  void tracesGoOnWithSuspendedCallers() {
    says("suspended callers in the trace = 4 of boom");
  }

  @Test
  void nothingBlocksALoop() {
    assertThat(out)
        .containsPattern(
            "blocking a loop = IllegalStateException: a suspending method called from ordinary code"
                + " \\(at Guarantees[^ ]*\\(Guarantees.java:\\d+\\)\\) would block the event loop"
                + " weft-loop-1, which must never block \\(it suspended"
                + " at Guarantees.slow\\(Guarantees.java:\\d+\\)\\)")
        .containsPattern(
            "get on a loop = IllegalStateException: waiting for a task \\(at"
                + " Guarantees.*\\(Guarantees.java:\\d+\\)\\) would block the event loop");
  }

  @Test
  void cancellationRunsFinallyBlocksThatAwait() {
    says("cancelled = true true [finally awaited]");
  }

  @Test
  void longLoopsOfSuspensionsGrowNeitherStackNorHeap() {
    says("yields on a loop = 1000000", "yields at once = 1000000", "pending awaits = 1000000");
  }

  @Test
  void waitersGoOnFirstComeFirstServed() {
    says("waiters = [0, 1, 2, 3, 4]");
  }

  @Test
  void anyQueueIsAScheduler() {
    says("a scheduler of one's own = 6");
  }

  @Test
  void noThreadIsLeftBehind() {
    says("threads left = 0");
  }
}
