package dev.weft.samples.concurrent;

import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.spi.Scheduler;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What these samples share: threads for one coroutine and all that it starts, and its end. */
abstract class ConcurrentSample implements Callable<Integer> {

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "1: an event loop; more: a pool of so many threads")
  private int threads;

  /** The sample; its end is the program's end. */
  @Async
  abstract void run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      Scheduler scheduler = threads == 1 ? loop : Schedulers.workStealing(threads);
      Weft.run(scheduler, () -> Weft.delay(Duration.ofNanos(1)));
      Task<?> all = Weft.start(scheduler, () -> run());
      cancelOnShutdown(all);
      all.get();
      return 0;
    } catch (NotWovenException noAgent) {
      System.err.println(noAgent.getMessage());
    } catch (ExecutionException failure) {
      System.err.println(failure.getCause());
    } catch (CancellationException stopped) { // by Ctrl-C, which says so
    }
    return 1;
  }

  /**
   * Ctrl-C cancels the coroutine, and the JVM waits for the finally blocks of what it has begun.
   */
  private static void cancelOnShutdown(Task<?> all) {
    var ended = new CountDownLatch(1);
    var unused = all.whenComplete((result, failure) -> ended.countDown());
    var hook =
        new Thread(
            () -> {
              if (all.cancel(true)) {
                awaitQuietly(ended);
                say("stopped");
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  static void main(ConcurrentSample sample, String... args) {
    System.exit(new CommandLine(sample).execute(args));
  }
}
