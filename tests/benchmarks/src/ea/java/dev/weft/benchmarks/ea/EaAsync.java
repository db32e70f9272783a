package dev.weft.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The workloads as methods that ea-async makes asynchronous while this module is built. */
public final class EaAsync {

  private EaAsync() {}

  private static CompletableFuture<Integer> call(int depth, int seed) {
    if (depth == 1) {
      if (Ready.suspend) {
        await(Ready.soon());
      }
      return completedFuture(seed);
    }
    return completedFuture(await(call(depth - 1, seed)) + depth);
  }

  private static CompletableFuture<Long> calls(long n, int seed) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += await(call(10, seed));
    }
    return completedFuture(sum);
  }

  /** Calls at depth ten that do not suspend. */
  public static long ints(long n, int seed) {
    return calls(n, seed).join();
  }

  private static CompletableFuture<Long> loop(int yields) {
    long sum = 0;
    for (int i = 0; i < yields; i++) {
      await(Ready.soon());
      sum += i;
    }
    return completedFuture(sum);
  }

  private static CompletableFuture<Long> all(int coroutines, int yields) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    CompletableFuture<Long>[] tasks = new CompletableFuture[coroutines];
    for (int i = 0; i < coroutines; i++) {
      tasks[i] = loop(yields);
    }
    return sum(tasks);
  }

  private static CompletableFuture<Long> sum(CompletableFuture<Long>[] tasks) {
    long sum = 0;
    for (int i = 0; i < tasks.length; i++) {
      sum += await(tasks[i]);
    }
    return completedFuture(sum);
  }

  /** Runs {@code coroutines}, each of which yields {@code yields} times. */
  public static long yields(int coroutines, int yields) {
    return Ready.run(all(coroutines, yields));
  }

  private static CompletableFuture<Long> under(int callers, int yields) {
    if (callers == 0) {
      return loop(yields);
    }
    return completedFuture(await(under(callers - 1, yields)) + callers);
  }

  /** Yields {@code yields} times below {@code callers} calls. */
  public static long leafUnderCallers(int callers, int yields) {
    return Ready.run(under(callers, yields));
  }

  private static CompletableFuture<Long> node(long number, int size) {
    if (size == 1) {
      return completedFuture(number);
    }
    @SuppressWarnings({"unchecked", "rawtypes"})
    CompletableFuture<Long>[] children = new CompletableFuture[10];
    for (int i = 0; i < 10; i++) {
      children[i] = node(number + i * (size / 10L), size / 10);
    }
    return sum(children);
  }

  /** A million coroutines, each started at once; none has to suspend. */
  public static long skynet(int size) {
    return Ready.run(node(0, size));
  }

  private static CompletableFuture<Integer> child(Integer value) {
    if (Ready.suspend) {
      await(Ready.soon());
    }
    return completedFuture(value);
  }

  private static CompletableFuture<Long> start(Integer[] values, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += await(child(values[i % values.length]));
    }
    return completedFuture(sum);
  }

  /** Starts {@code n} tasks that finish at once, and takes each one's result. */
  public static long startAndComplete(Integer[] values, int n) {
    return start(values, n).join();
  }

  private static CompletableFuture<Long> queuedChild(Integer value) {
    await(Ready.soon());
    return completedFuture((long) value);
  }

  /** Starts {@code n} children, each of which first gives way to the others; waits for all. */
  public static long forkJoin(Integer[] values, int n) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    CompletableFuture<Long>[] children = new CompletableFuture[n];
    for (int i = 0; i < n; i++) {
      children[i] = queuedChild(values[i % values.length]);
    }
    return Ready.run(sum(children));
  }

  private static CompletableFuture<Long> awaitAll(
      Supplier<CompletableFuture<Integer>> source, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += await(source.get());
    }
    return completedFuture(sum);
  }

  /** Waits for {@code n} futures, one after the other; goes on where they complete. */
  public static long futures(
      Supplier<CompletableFuture<Integer>> source, int n, BooleanSupplier wake) {
    CompletableFuture<Long> task = awaitAll(source, n);
    boolean more = true;
    while (more) {
      more = wake.getAsBoolean();
    }
    return task.join();
  }

  private static CompletableFuture<Long> failing(Supplier<RuntimeException> failure) {
    await(Ready.soon());
    throw failure.get();
  }

  private static CompletableFuture<Long> above(int depth, Supplier<RuntimeException> failure) {
    if (depth == 0) {
      return failing(failure);
    }
    return completedFuture(await(above(depth - 1, failure)) + depth);
  }

  private static CompletableFuture<Long> catching(int n, Supplier<RuntimeException> failure) {
    long caught = 0;
    for (int i = 0; i < n; i++) {
      try {
        caught += await(above(10, failure));
      } catch (RuntimeException expected) {
        caught++;
      }
    }
    return completedFuture(caught);
  }

  /** Throws {@code n} times through ten suspended callers. */
  public static long failures(int n, Supplier<RuntimeException> failure) {
    return Ready.run(catching(n, failure));
  }

  private static CompletableFuture<Long> ping(Cell in, Cell out, int rounds) {
    long value = 0;
    for (int i = 0; i < rounds; i++) {
      out.put(value);
      value = await(in.take());
      in.clear();
    }
    return completedFuture(value);
  }

  private static CompletableFuture<Void> pong(Cell in, Cell out, int rounds) {
    for (int i = 0; i < rounds; i++) {
      long value = await(in.take());
      in.clear();
      out.put(value + 1);
    }
    return completedFuture(null);
  }

  /** Hands a number to and fro, each time through the ready queue. */
  public static long pingPong(int rounds) {
    var there = new Cell();
    var back = new Cell();
    CompletableFuture<Void> other = pong(there, back, rounds);
    CompletableFuture<Long> task = ping(back, there, rounds);
    Ready.run(other);
    return task.join();
  }

  private static CompletableFuture<Long> sleep(long nanos) {
    await(new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS));
    return completedFuture(1L);
  }

  /** Starts {@code n} coroutines that sleep; how many woke up. */
  public static long timers(int n, long nanos) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    CompletableFuture<Long>[] tasks = new CompletableFuture[n];
    for (int i = 0; i < n; i++) {
      tasks[i] = sleep(nanos);
    }
    return sum(tasks).join();
  }
}
