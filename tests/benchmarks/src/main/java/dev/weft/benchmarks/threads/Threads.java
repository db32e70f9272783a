package dev.weft.benchmarks.threads;

import dev.weft.benchmarks.common.Failure;
import dev.weft.benchmarks.common.Toggle;
import dev.weft.benchmarks.threads.VirtualThreads.Computing;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;

/** The workloads as blocking code on virtual threads, one for each coroutine. */
public final class Threads {

  private Threads() {}

  private static long loop(int yields) {
    long sum = 0;
    for (int i = 0; i < yields; i++) {
      Toggle.giveWay();
      sum += i;
    }
    return sum;
  }

  /** Runs {@code coroutines}, each of which yields {@code yields} times. */
  public static long yields(int coroutines, int yields) {
    var threads = new Computing[coroutines];
    for (int i = 0; i < coroutines; i++) {
      threads[i] = VirtualThreads.fork(() -> loop(yields));
    }
    return VirtualThreads.sum(threads);
  }

  private static long call(int callers, int yields) {
    return callers == 0 ? loop(yields) : call(callers - 1, yields) + callers;
  }

  /** Yields {@code yields} times below {@code callers} calls. */
  public static long leafUnderCallers(int callers, int yields) {
    return VirtualThreads.run(() -> call(callers, yields));
  }

  /** Hands a number to and fro. */
  public static long pingPong(int rounds) {
    var there = new SynchronousQueue<Long>();
    var back = new SynchronousQueue<Long>();
    Computing pong =
        VirtualThreads.fork(
            () -> {
              for (int i = 0; i < rounds; i++) {
                back.put(there.take() + 1);
              }
              return 0;
            });
    Computing ping =
        VirtualThreads.fork(
            () -> {
              long value = 0;
              for (int i = 0; i < rounds; i++) {
                there.put(value);
                value = back.take();
              }
              return value;
            });
    return ping.join() + pong.join();
  }

  private static long node(long number, int size) {
    if (size == 1) {
      return number;
    }
    var children = new Computing[10];
    for (int i = 0; i < 10; i++) {
      long child = number + i * (size / 10L);
      children[i] = VirtualThreads.fork(() -> node(child, size / 10));
    }
    return VirtualThreads.sum(children);
  }

  /** A million threads. */
  public static long skynet(int size) {
    return VirtualThreads.run(() -> node(0, size));
  }

  private static long deep(int n) {
    if (n == 0) {
      Toggle.giveWay();
      return 0;
    }
    return deep(n - 1) + n;
  }

  /** The sum of the numbers to {@code n}, by recursion. */
  public static long recursion(int n) {
    return VirtualThreads.run(() -> deep(n));
  }

  /** Starts {@code n} threads one after the other, and takes each one's result. */
  public static long startAndComplete(Integer[] values, int n) {
    return VirtualThreads.run(
        () -> {
          long sum = 0;
          for (int i = 0; i < n; i++) {
            int k = i % values.length;
            sum += VirtualThreads.fork(() -> values[k]).join();
          }
          return sum;
        });
  }

  /** Starts {@code n} threads and waits for all. */
  public static long forkJoin(Integer[] values, int n) {
    return VirtualThreads.run(
        () -> {
          var children = new Computing[n];
          for (int i = 0; i < n; i++) {
            int k = i % values.length;
            children[i] = VirtualThreads.fork(() -> values[k]);
          }
          return VirtualThreads.sum(children);
        });
  }

  /** Waits for {@code n} finished futures, one after the other. */
  public static long finished(int n) {
    var future = CompletableFuture.completedFuture(7);
    return VirtualThreads.run(
        () -> {
          long sum = 0;
          for (int i = 0; i < n; i++) {
            sum += future.join();
          }
          return sum;
        });
  }

  /** Waits for {@code n} futures, which a second virtual thread completes. */
  public static long pending(int n) {
    var open = new LinkedBlockingQueue<CompletableFuture<Integer>>();
    Computing completer =
        VirtualThreads.fork(
            () -> {
              for (int i = 0; i < n; i++) {
                open.take().complete(7);
              }
              return 0;
            });
    Computing waiting =
        VirtualThreads.fork(
            () -> {
              long sum = 0;
              for (int i = 0; i < n; i++) {
                var future = new CompletableFuture<Integer>();
                open.add(future);
                sum += future.join();
              }
              return sum;
            });
    return waiting.join() + completer.join();
  }

  @SuppressWarnings("InfiniteRecursion") // it is to throw in the end
  private static long failing(int depth, boolean trace) {
    if (depth == 0) {
      Toggle.giveWay();
      throw new Failure(trace);
    }
    return failing(depth - 1, trace) + depth;
  }

  /** Throws {@code n} times. */
  public static long failures(int n, boolean trace) {
    return VirtualThreads.run(
        () -> {
          long caught = 0;
          for (int i = 0; i < n; i++) {
            try {
              caught += failing(10, trace);
            } catch (Failure failure) {
              caught += failure.code();
            }
          }
          return caught;
        });
  }

  /** Starts {@code n} threads that sleep; how many woke up. */
  public static long timers(int n, long millis) {
    var threads = new Computing[n];
    for (int i = 0; i < n; i++) {
      threads[i] =
          VirtualThreads.fork(
              () -> {
                Thread.sleep(millis);
                return 1;
              });
    }
    return VirtualThreads.sum(threads);
  }
}
