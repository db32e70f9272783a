package dev.weft.benchmarks.weft;

import dev.weft.AsyncGenerator;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.spi.Scheduler;
import java.util.concurrent.Flow;

/** An async generator, and words on it. */
public final class AsyncElements {

  private AsyncElements() {}

  @Async
  static AsyncGenerator<Integer> of(Integer[] source) {
    for (Integer element : source) {
      Weft.emit(element);
    }
    return null;
  }

  /** Adds all of them up. */
  @Async
  public static long sum(Integer[] source) {
    long sum = 0;
    for (Integer element : of(source)) {
      sum += element;
    }
    return sum;
  }

  /** Adds up what is left of them. */
  @Async
  public static long sumOfMappedAndFiltered(Integer[] source) {
    long sum = 0;
    for (Integer element : of(source).map(x -> source[x]).filter(x -> x % 2 == 0)) {
      sum += element;
    }
    return sum;
  }

  @Async
  private static Integer slowly(Integer element) {
    Weft.yieldNow();
    return element;
  }

  @Async
  private static long sumOfConcurrent(Integer[] source) {
    long sum = 0;
    for (Integer element : of(source).mapConcurrentUnordered(16, AsyncElements::slowly)) {
      sum += element;
    }
    return sum;
  }

  /** Adds up what calls that wait make of them, sixteen at a time. */
  public static long sumOfConcurrent(Runner runner, Integer[] source) {
    return runner.run(() -> sumOfConcurrent(source));
  }

  /** The same by a scheduler with threads of its own, for whose end the caller blocks. */
  public static long sumOfConcurrentOn(Scheduler scheduler, Integer[] source) {
    return Weft.run(scheduler, () -> sumOfConcurrent(source));
  }

  /** One that a subscriber on this thread goes through. */
  public static Flow.Publisher<Integer> publisher(Integer[] source) {
    return of(source).toPublisher();
  }

  /** Adds up what is published. */
  @Async
  public static long sum(Flow.Publisher<Integer> publisher) {
    long sum = 0;
    for (Integer element : AsyncGenerator.<Integer>fromPublisher(publisher)) {
      sum += element;
    }
    return sum;
  }
}
