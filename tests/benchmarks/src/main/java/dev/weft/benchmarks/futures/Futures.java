package dev.weft.benchmarks.futures;

import dev.weft.benchmarks.common.Failure;
import dev.weft.benchmarks.common.Pending;
import dev.weft.benchmarks.common.Toggle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The workloads as chains of {@link CompletableFuture}s by hand, on a queue of one thread. */
@SuppressWarnings("FutureReturnValueIgnored") // the end of each chain is what is looked at
public final class Futures {

  private final Queue queue = new Queue();

  private static CompletableFuture<Integer> call(int depth) {
    if (depth == 1) {
      return CompletableFuture.completedFuture(Toggle.seed);
    }
    return call(depth - 1).thenApply(r -> r + depth);
  }

  /** Calls at depth ten that do not suspend. */
  public static long ints(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += call(10).join();
    }
    return sum;
  }

  /** One loop without a loop: each step arranges for the next. */
  private final class Loop {
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private final int yields;
    private int i;
    private long sum;

    Loop(int yields) {
      this.yields = yields;
    }

    CompletableFuture<Long> begin() {
      queue.soon().thenRun(this::step);
      return done;
    }

    private void step() {
      sum += i++;
      if (i < yields) {
        queue.soon().thenRun(this::step);
      } else {
        done.complete(sum);
      }
    }
  }

  /** Runs {@code coroutines}, each of which yields {@code yields} times. */
  public long yields(int coroutines, int yields) {
    CompletableFuture<Long> sum = CompletableFuture.completedFuture(0L);
    for (int i = 0; i < coroutines; i++) {
      sum = sum.thenCombine(new Loop(yields).begin(), Long::sum);
    }
    return queue.run(sum);
  }

  private CompletableFuture<Long> under(int callers, int yields) {
    return callers == 0
        ? new Loop(yields).begin()
        : under(callers - 1, yields).thenApply(r -> r + callers);
  }

  /** Yields {@code yields} times below {@code callers} calls. */
  public long leafUnderCallers(int callers, int yields) {
    return queue.run(under(callers, yields));
  }

  /** One side of ping-pong; both add one to what they get, or half of it each. */
  private final class Player {
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private final long add;
    private int left;
    private Player other;

    Player(int rounds, long add) {
      left = rounds;
      this.add = add;
    }

    void receive(long value) {
      if (left-- == 0) {
        done.complete(value);
        return;
      }
      var message = new CompletableFuture<Long>();
      message.thenAccept(other::receive);
      queue.soon().thenRun(() -> message.complete(value + add));
    }
  }

  /** Hands a number to and fro. */
  public long pingPong(int rounds) {
    var ping = new Player(rounds, 0);
    var pong = new Player(rounds, 1);
    ping.other = pong;
    pong.other = ping;
    ping.receive(0);
    return queue.run(ping.done);
  }

  private CompletableFuture<Long> node(long number, int size) {
    if (size == 1) {
      return CompletableFuture.completedFuture(number);
    }
    CompletableFuture<Long> sum = CompletableFuture.completedFuture(0L);
    for (int i = 0; i < 10; i++) {
      long child = number + i * (size / 10L);
      sum = sum.thenCombine(queue.soon().thenCompose(nothing -> node(child, size / 10)), Long::sum);
    }
    return sum;
  }

  /** A million chains, each begun through the ready queue. */
  public long skynet(int size) {
    return queue.run(node(0, size));
  }

  /** Starts {@code n} tasks that finish at once, and takes each one's result. */
  public static long startAndComplete(Integer[] values, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      int k = i % values.length;
      sum += CompletableFuture.completedFuture(values).thenApply(v -> v[k]).join();
    }
    return sum;
  }

  /** Starts {@code n} children through the ready queue and waits for all. */
  public long forkJoin(Integer[] values, int n) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    CompletableFuture<Integer>[] children = new CompletableFuture[n];
    for (int i = 0; i < n; i++) {
      int k = i % values.length;
      children[i] = CompletableFuture.supplyAsync(() -> values[k], queue);
    }
    CompletableFuture<Void> all = CompletableFuture.allOf(children);
    return queue.run(all.thenApply(nothing -> sum(children)));
  }

  private static long sum(CompletableFuture<Integer>[] children) {
    long sum = 0;
    for (CompletableFuture<Integer> child : children) {
      sum += child.join();
    }
    return sum;
  }

  /** Waiting for futures one after the other; goes on where they complete. */
  private static final class Waiting {
    private final Pending source;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private int left;
    private long sum;

    Waiting(Pending source, int n) {
      this.source = source;
      left = n;
    }

    void step() {
      while (left > 0) {
        CompletableFuture<Integer> future = source.next();
        if (!future.isDone()) {
          future.thenAccept(this::taken);
          return;
        }
        sum += future.join();
        left--;
      }
      done.complete(sum);
    }

    private void taken(int value) {
      sum += value;
      left--;
      step();
    }
  }

  /** Waits for {@code n} futures of {@code source}, one after the other. */
  public static long awaits(Pending source, int n) {
    var waiting = new Waiting(source, n);
    waiting.step();
    boolean more = true;
    while (more) {
      more = source.completeOne();
    }
    return waiting.done.join();
  }

  private CompletableFuture<Long> failing(int depth, boolean trace) {
    if (depth == 0) {
      return queue
          .soon()
          .thenApply(
              nothing -> {
                throw new Failure(trace);
              });
    }
    return failing(depth - 1, trace).thenApply(r -> r + depth);
  }

  /** Throws {@code n} times through ten dependents. */
  public long failures(int n, boolean trace) {
    long caught = 0;
    for (int i = 0; i < n; i++) {
      caught += queue.run(failing(10, trace).exceptionally(failure -> 1L));
    }
    return caught;
  }

  /** Starts {@code n} timers; how many fired. */
  public static long timers(int n, long nanos) {
    CompletableFuture<Long> woken = CompletableFuture.completedFuture(0L);
    for (int i = 0; i < n; i++) {
      var timer = new CompletableFuture<Long>().completeOnTimeout(1L, nanos, TimeUnit.NANOSECONDS);
      woken = woken.thenCombine(timer, Long::sum);
    }
    return woken.join();
  }
}
