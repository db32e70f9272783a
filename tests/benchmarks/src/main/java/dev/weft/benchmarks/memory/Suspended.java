package dev.weft.benchmarks.memory;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * Suspends very many coroutines at once, in a JVM of its own, and says how much heap each takes;
 * then resumes all of them and checks the result. The queue in which they wait is made before, and
 * not counted.
 */
public final class Suspended {

  private static final Object REFERENCE = "kept";

  private Suspended() {}

  private interface Population {
    void suspend() throws InterruptedException;

    long resume() throws InterruptedException;
  }

  /** What is measured: who, how many frames each, how many. */
  public static void main(String[] args) throws Exception {
    String peer = args[0];
    int frames = Integer.parseInt(args[1]);
    int n = Integer.parseInt(args[2]);
    Population population = population(peer, frames, n);
    long before = usedAfterCollection();
    long start = System.nanoTime();
    population.suspend();
    long suspended = System.nanoTime();
    long used = usedAfterCollection() - before;
    long resuming = System.nanoTime();
    long sum = population.resume();
    long end = System.nanoTime();
    check(sum, frames, n);
    var result =
        Map.of(
            "peer",
            peer,
            "frames",
            frames,
            "count",
            n,
            "bytesEach",
            used / (double) n,
            "suspendNanosEach",
            (suspended - start) / (double) n,
            "resumeNanosEach",
            (end - resuming) / (double) n);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  /** Each frame adds its coroutine's number, one for the long and one for the reference. */
  private static void check(long sum, int frames, long n) {
    long expected = frames * (n * (n - 1) / 2 + 2 * n);
    if (sum != expected) {
      throw new IllegalStateException("the sum is " + sum + " and should be " + expected);
    }
  }

  private static Population population(String peer, int frames, int n) {
    return switch (peer) {
      case "handwritten" -> {
        var many = new dev.weft.benchmarks.handwritten.Many();
        yield of(() -> many.suspend(n, frames, REFERENCE), many::resume);
      }
      case "weft" -> {
        dev.weft.benchmarks.weft.Many.prepare(n);
        yield of(
            () -> dev.weft.benchmarks.weft.Many.suspend(n, frames, REFERENCE),
            dev.weft.benchmarks.weft.Many::resume);
      }
      case "kotlin" -> {
        dev.weft.benchmarks.kotlin.Many.prepare(n);
        yield of(
            () -> dev.weft.benchmarks.kotlin.Many.suspendAll(n, frames, REFERENCE),
            dev.weft.benchmarks.kotlin.Many::resumeAll);
      }
      case "kotlinx" -> {
        dev.weft.benchmarks.kotlinx.Many.prepare(n);
        yield of(
            () -> dev.weft.benchmarks.kotlinx.Many.suspendAll(n, frames, REFERENCE),
            dev.weft.benchmarks.kotlinx.Many::resumeAll);
      }
      case "eaAsync" -> {
        dev.weft.benchmarks.ea.Many.prepare(n);
        yield of(
            () -> dev.weft.benchmarks.ea.Many.suspend(n, frames, REFERENCE),
            dev.weft.benchmarks.ea.Many::resume);
      }
      case "virtualThreads" -> {
        var many = new dev.weft.benchmarks.threads.Many(n);
        yield of(() -> many.suspend(n, frames, REFERENCE), many::resume);
      }
      default -> waiting(peer, n);
    };
  }

  /** Of those that wait for what is completed by hand, always with one frame. */
  private static Population waiting(String peer, int n) {
    return switch (peer) {
      case "weftSuspend", "weftCompleter" -> {
        dev.weft.benchmarks.weft.ManyWaiting.prepare(n);
        boolean completers = peer.equals("weftCompleter");
        yield of(
            () -> dev.weft.benchmarks.weft.ManyWaiting.suspend(n, completers, REFERENCE),
            dev.weft.benchmarks.weft.ManyWaiting::resume);
      }
      case "kotlinSuspendCoroutine", "kotlinCancellable" -> {
        dev.weft.benchmarks.kotlin.ManyWaiting.prepare(n);
        boolean cancellable = peer.equals("kotlinCancellable");
        yield of(
            () -> dev.weft.benchmarks.kotlin.ManyWaiting.suspendAll(n, cancellable, REFERENCE),
            dev.weft.benchmarks.kotlin.ManyWaiting::resumeAll);
      }
      default -> throw new IllegalArgumentException("no such peer: " + peer);
    };
  }

  private interface Suspending {
    void run() throws InterruptedException;
  }

  private interface Resuming {
    long run() throws InterruptedException;
  }

  private static Population of(Suspending suspending, Resuming resuming) {
    return new Population() {
      @Override
      public void suspend() throws InterruptedException {
        suspending.run();
      }

      @Override
      public long resume() throws InterruptedException {
        return resuming.run();
      }
    };
  }

  private static long usedAfterCollection() {
    long before;
    long used = Long.MAX_VALUE;
    do { // what a collection frees may need another one, of references and cleaners
      before = used;
      System.gc();
      used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    } while (used < before);
    return used;
  }
}
