package dev.weft.benchmarks.threads;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/** Starts virtual threads on JDKs that have them; this module is compiled for one without. */
public final class VirtualThreads {

  private static final MethodHandle START = find();

  private VirtualThreads() {}

  private static MethodHandle find() {
    try {
      return MethodHandles.lookup()
          .findStatic(
              Thread.class,
              "startVirtualThread",
              MethodType.methodType(Thread.class, Runnable.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("virtual threads need JDK 21 or newer", e);
    }
  }

  /** Starts {@code body}. */
  public static Thread start(Runnable body) {
    try {
      return (Thread) START.invokeExact(body);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs {@code body} on a virtual thread and waits for its result. */
  static long run(LongBody body) {
    var thread = new Computing(body);
    join(start(thread));
    return thread.get();
  }

  /** Starts {@code body} and returns what its result can be taken from. */
  static Computing fork(LongBody body) {
    var computing = new Computing(body);
    computing.thread = start(computing);
    return computing;
  }

  /** Starts {@code body} so many times. */
  static Computing[] fork(int times, LongBody body) {
    var computing = new Computing[times];
    Arrays.setAll(computing, i -> fork(body));
    return computing;
  }

  /** Waits for all; the sum of their results. */
  static long sum(Computing[] threads) {
    long sum = 0;
    for (Computing thread : threads) {
      sum += thread.join();
    }
    return sum;
  }

  /** What a virtual thread computes. */
  interface LongBody {
    long compute() throws Throwable;
  }

  /** A virtual thread and its result. */
  static final class Computing implements Runnable {
    private final LongBody body;
    private Thread thread;
    private long result;
    private Throwable failure;

    private Computing(LongBody body) {
      this.body = body;
    }

    @Override
    public void run() {
      try {
        result = body.compute();
      } catch (Throwable e) { // goes to whoever waits
        failure = e;
      }
    }

    /** Waits for the result. */
    long join() {
      VirtualThreads.join(thread);
      return get();
    }

    private long get() {
      if (failure != null) {
        throw new IllegalStateException(failure);
      }
      return result;
    }
  }
}
